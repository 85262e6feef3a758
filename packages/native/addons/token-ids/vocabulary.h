// Maps ASCII tokens to their ids, without creating a string for each word that is looked up.
#pragma once

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <string>
#include <vector>

namespace expgraph {

constexpr char16_t kAscii = 128;
// The space that ends words, the mapped value of removed characters, and that of all characters outside ASCII.
constexpr uint8_t kBlank = ' ', kRemoved = 255, kSpecial = 128;
// Number of characters that are read at once. Most words are shorter; each word must be followed by this many readable
// bytes.
constexpr size_t kChunk = 16;
// Table slots per token: with few slots taken, most lookups need one.
constexpr size_t kSlotsPerToken = 4;

// Up to 16 characters of a word, followed by zeros. The first is in the lowest bits: Node only runs on little-endian
// processors.
struct Head {
  uint64_t low = 0, high = 0;
};

// Read from index 16 - length: a mask of `length` characters. It avoids branches, which would often be mispredicted.
constexpr uint8_t kOnes[2 * kChunk] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

inline Head HeadOf(const uint8_t* word, size_t length) {
  const uint8_t* ones = kOnes + kChunk - std::min(length, kChunk);
  uint64_t low, high, ones_low, ones_high;
  memcpy(&low, word, 8);
  memcpy(&high, word + 8, 8);
  memcpy(&ones_low, ones, 8);
  memcpy(&ones_high, ones + 8, 8);
  return {low & ones_low, high & ones_high};
}

// The position of the first space of a chunk, or kChunk, and whether a special character precedes it.
struct Blank {
  size_t at;
  bool special;
};

#ifdef __SSE2__
inline Blank BlankOf(const uint8_t* characters) {
  const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(characters));
  const uint32_t blanks = _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(kBlank))), behind = 1u << kChunk;
  const uint32_t at = __builtin_ctz(blanks | behind);
  return {at, (_mm_movemask_epi8(chunk) & ((1u << at) - 1)) != 0};
}
#else
inline Blank BlankOf(const uint8_t* characters) {
  constexpr uint64_t ones = 0x0101010101010101, specials = ones * kSpecial;
  uint64_t special = 0;
  for (size_t half = 0; half < kChunk; half += 8) {
    uint64_t chunk;
    memcpy(&chunk, characters + half, 8);
    const uint64_t zeros = chunk ^ (ones * kBlank);
    // The highest bit of each byte that is zero, and possibly of bytes after the first of them.
    const uint64_t found = (zeros - ones) & ~zeros & specials;
    const size_t at = found == 0 ? 8 : __builtin_ctzll(found) / 8;
    special |= chunk & specials & (at < 8 ? (uint64_t{1} << (8 * at)) - 1 : specials);
    if (at < 8) return {half + at, special != 0};
  }
  return {kChunk, special != 0};
}
#endif

inline uint64_t Mix(uint64_t code) {
  // 2^64 divided by the golden ratio, as in Knuth's multiplicative hashing.
  code *= 0x9e3779b97f4a7c15;
  return code ^ (code >> 32);
}

// Tokens with their ids, in a hash table with open addressing.
class Vocabulary {
 public:
  // `map` must pass `IsValidMap`. `tokens` counts the tokens; `first` is the id of the first one.
  Vocabulary(const uint8_t* map, size_t tokens, int32_t first, int32_t unknown)
      : first_(first), unknown_(unknown), map_(UINT16_MAX + 1, kSpecial), begins_(tokens) {
    memcpy(map_.data(), map, kAscii);
    size_t slots = 1;
    while (slots <= kSlotsPerToken * tokens) slots *= 2;
    table_.resize(slots);
  }

  // Returns whether each of the 128 ASCII characters maps to one, or is removed, and the space is kept: texts end with
  // it.
  static bool IsValidMap(const uint8_t* map) {
    for (size_t code = 0; code < kAscii; code += 1) {
      if (map[code] >= kAscii && map[code] != kRemoved) return false;
    }
    return map[kBlank] == kBlank;
  }

  // Adds a token of ASCII characters, not empty, with an index below `tokens`. The first of equal tokens counts.
  void Add(const std::string& token, uint32_t index) {
    const std::string padded = token + std::string(kChunk, 0);
    const uint8_t* word = reinterpret_cast<const uint8_t*>(padded.data());
    const Head head = HeadOf(word, token.size());
    Slot& slot = table_[SlotOf(word, token.size(), head)];
    if (slot.length > 0) return;
    begins_[index] = characters_.size();
    characters_ += token;
    slot = {head, index, static_cast<uint32_t>(token.size())};
  }

  // Returns the id of a word, which must be followed by kChunk readable bytes.
  int32_t IdOf(const uint8_t* word, size_t length) const {
    const Slot& slot = table_[SlotOf(word, length, HeadOf(word, length))];
    return slot.length > 0 ? first_ + static_cast<int32_t>(slot.index) : unknown_;
  }

  // The mapped value of each code unit: an ASCII character, kRemoved or kSpecial.
  const uint8_t* map() const { return map_.data(); }

 private:
  struct Slot {
    Head head;
    uint32_t index = 0;
    uint32_t length = 0;  // 0 for an empty slot.
  };

  // Returns the slot of a word, or the empty one where it would be.
  size_t SlotOf(const uint8_t* word, size_t length, Head head) const {
    uint64_t code = Mix(head.low ^ Mix(head.high));
    for (size_t at = kChunk; at < length; at += kChunk) {
      const Head next = HeadOf(word + at, length - at);
      code = Mix(code ^ next.low ^ Mix(next.high));
    }
    const size_t mask = table_.size() - 1;
    size_t slot = code & mask;
    while (table_[slot].length > 0 && !Holds(table_[slot], head, word, length)) slot = (slot + 1) & mask;
    return slot;
  }

  bool Holds(const Slot& slot, Head head, const uint8_t* word, size_t length) const {
    if (((slot.head.low ^ head.low) | (slot.head.high ^ head.high) | (slot.length ^ length)) != 0) return false;
    return length <= kChunk || memcmp(characters_.data() + begins_[slot.index], word, length) == 0;
  }

  int32_t first_, unknown_;
  std::vector<uint8_t> map_;
  std::vector<size_t> begins_;  // The position of each token in `characters_`.
  std::vector<Slot> table_;
  std::string characters_;
};

}  // namespace expgraph
