#include "token-ids/word_search.h"

namespace expgraph {

void Rows::Write(size_t row, const int32_t* ids, size_t count) const {
  const size_t begun = start != 0, whole = begun + count;
  float* place = values + row * width + (pad_before && whole < width ? width - whole : 0);
  if (begun && whole <= width) *place++ = start;
  for (size_t at = count > width ? count - width : 0; at < count; at += 1) *place++ = static_cast<float>(ids[at]);
}

void WordSearch::Reserve(size_t texts, size_t units) {
  size_ = units + texts;
  // std::make_unique would fill it with zeros.
  units_.reset(new char16_t[size_]);  // NOLINT(cppcoreguidelines-owning-memory)
  begins_.reserve(texts + 1);
}

void WordSearch::AddText(size_t length) {
  next()[length] = kBlank;
  begins_.push_back(begins_.back() + length + 1);
}

void WordSearch::Compute() {
  size_t longest = 0;
  for (size_t text = 1; text < begins_.size(); text += 1)
    longest = std::max(longest, begins_[text] - begins_[text - 1]);
  std::vector<uint8_t> mapped(longest + kChunk);
  ids.reserve(begins_.back() / 2);
  for (size_t text = 1; text < begins_.size(); text += 1) {
    const size_t before = ids.size(), other = others.size();
    Read(units_.get() + begins_[text - 1], begins_[text] - begins_[text - 1], mapped.data());
    if (rows.values != nullptr && others.size() == other) {
      rows.Write(text - 1, ids.data() + before, ids.size() - before);
      ids.resize(before);
    } else {
      texts.push_back(static_cast<int32_t>(text - 1));
      ends.push_back(static_cast<int32_t>(ids.size()));
    }
  }
}

// Most words are shorter than a chunk: they are found by their spaces, and looked up in place. Only ASCII words count
// toward the limit, since other words can become no token, or several. So there may be more ids than the limit.
void WordSearch::Read(const char16_t* text, size_t length, uint8_t* mapped) {
  const uint8_t* table = vocabulary->map();
  uint8_t* written = mapped;
  for (size_t at = 0; at < length; at += 1) {
    *written = table[text[at]];
    written += *written != kRemoved;
  }
  Origin origin;
  const size_t all = written - mapped;
  size_t found = 0;
  // Each id takes at least one character and the space after it.
  const size_t before = ids.size();
  ids.resize(before + all / 2);
  int32_t* id = ids.data() + before;
  for (size_t begin = 0, end; begin < all && found < limit; begin = end + 1) {
    Blank blank = BlankOf(mapped + begin);
    bool special = blank.special;
    for (end = begin + blank.at; blank.at == kChunk; end += blank.at) {
      blank = BlankOf(mapped + end);
      special |= blank.special;
    }
    if (special) {
      *id++ = kOther;
      Advance(text, begin, &origin);
      others.push_back(static_cast<int32_t>(origin.at));
      Advance(text, end, &origin);
      // Removed characters may precede the space.
      while (table[text[origin.at]] != kBlank) origin.at += 1;
      others.push_back(static_cast<int32_t>(origin.at));
    } else if (end > begin) {
      *id++ = vocabulary->IdOf(mapped + begin, end - begin);
      found += 1;
    }
  }
  ids.resize(id - ids.data());
}

// Moves to the position before which `mapped` characters have been written.
void WordSearch::Advance(const char16_t* text, size_t mapped, Origin* origin) const {
  for (; origin->mapped < mapped; origin->at += 1) origin->mapped += vocabulary->map()[text[origin->at]] != kRemoved;
}

}  // namespace expgraph
