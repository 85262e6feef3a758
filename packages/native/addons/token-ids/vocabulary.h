// Tokens of ASCII with their ids, found without making strings of words.
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
constexpr uint8_t kBlank = ' ', kNothing = 255, kSpecial = 128;
// Characters that are read at once, which most words are shorter than: behind each word there is room for as many.
constexpr size_t kChunk = 16;
// Places for each token: with few of them taken, most are looked for in one.
constexpr size_t kSpacious = 4;

// Up to 16 characters of a word, zeros behind them. The first is in the lowest bits: on processors that are little-endian, as all are
// that Node runs on.
struct Head {
  uint64_t low = 0, high = 0;
};

// Read from 16 less a length on: ones for so many characters, and zeros. Without branches, which would often be foretold wrongly.
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

// Where the first blank of a chunk is, kChunk if there is none, and whether something special comes before it.
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
    // The highest bit of each byte that is zero, and maybe of such as follow it.
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

// Tokens with their numbers: a hash table with open addresses.
class Vocabulary {
 public:
  // `made` must pass `Fits`.
  Vocabulary(const uint8_t* made, size_t tokens, int32_t first, int32_t unknown)
      : first_(first), unknown_(unknown), made_(UINT16_MAX + 1, kSpecial), begins_(tokens) {
    memcpy(made_.data(), made, kAscii);
    size_t places = 1;
    while (places <= kSpacious * tokens) places *= 2;
    table_.resize(places);
  }

  // Whether each of the 128 characters of ASCII becomes one, or nothing, and the blank stays: texts end with one.
  static bool Fits(const uint8_t* made) {
    for (size_t code = 0; code < kAscii; code += 1) {
      if (made[code] >= kAscii && made[code] != kNothing) return false;
    }
    return made[kBlank] == kBlank;
  }

  // Of ASCII alone, and not empty; fewer than were announced.
  void Add(const std::string& token, uint32_t index) {
    const std::string padded = token + std::string(kChunk, 0);
    const uint8_t* word = reinterpret_cast<const uint8_t*>(padded.data());
    const Head head = HeadOf(word, token.size());
    Place& place = table_[PlaceOf(word, token.size(), head)];
    if (place.length > 0) return;
    begins_[index] = characters_.size();
    characters_ += token;
    place = {head, index, static_cast<uint32_t>(token.size())};
  }

  // Behind the word there must be room for a chunk.
  int32_t NumberOf(const uint8_t* word, size_t length) const {
    const Place& place = table_[PlaceOf(word, length, HeadOf(word, length))];
    return place.length > 0 ? first_ + static_cast<int32_t>(place.index) : unknown_;
  }

  // What becomes of each code unit: a character of ASCII, or what is special.
  const uint8_t* made() const { return made_.data(); }

 private:
  struct Place {
    Head head;
    uint32_t index = 0;
    uint32_t length = 0;  // 0 where there is no token.
  };

  // That of a word, or the empty one where it would be.
  size_t PlaceOf(const uint8_t* word, size_t length, Head head) const {
    uint64_t code = Mix(head.low ^ Mix(head.high));
    for (size_t at = kChunk; at < length; at += kChunk) {
      const Head next = HeadOf(word + at, length - at);
      code = Mix(code ^ next.low ^ Mix(next.high));
    }
    const size_t mask = table_.size() - 1;
    size_t place = code & mask;
    while (table_[place].length > 0 && !Holds(table_[place], head, word, length)) place = (place + 1) & mask;
    return place;
  }

  bool Holds(const Place& place, Head head, const uint8_t* word, size_t length) const {
    if (((place.head.low ^ head.low) | (place.head.high ^ head.high) | (place.length ^ length)) != 0) return false;
    return length <= kChunk || memcmp(characters_.data() + begins_[place.index], word, length) == 0;
  }

  int32_t first_, unknown_;
  std::vector<uint8_t> made_;
  std::vector<size_t> begins_;  // Where the characters of each token begin.
  std::vector<Place> table_;
  std::string characters_;
};

}  // namespace expgraph
