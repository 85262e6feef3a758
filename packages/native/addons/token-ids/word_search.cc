#include "token-ids/word_search.h"

namespace expgraph {

void Rows::Write(size_t row, const int32_t* numbers, size_t count) const {
  const size_t begun = start != 0, whole = begun + count;
  float* place = values + row * width + (behind && whole < width ? width - whole : 0);
  if (begun && whole <= width) *place++ = start;
  for (size_t at = count > width ? count - width : 0; at < count; at += 1) *place++ = static_cast<float>(numbers[at]);
}

void WordSearch::Reserve(size_t texts, size_t units) {
  size_ = units + texts;
  units_.reset(new char16_t[size_]);
  begins_.reserve(texts + 1);
}

void WordSearch::AddText(size_t length) {
  next()[length] = kBlank;
  begins_.push_back(begins_.back() + length + 1);
}

void WordSearch::Compute() {
  size_t longest = 0;
  for (size_t text = 1; text < begins_.size(); text += 1) longest = std::max(longest, begins_[text] - begins_[text - 1]);
  std::vector<uint8_t> made(longest + kChunk);
  numbers.reserve(begins_.back() / 2);
  for (size_t text = 1; text < begins_.size(); text += 1) {
    const size_t before = numbers.size(), other = others.size();
    Read(units_.get() + begins_[text - 1], begins_[text] - begins_[text - 1], made.data());
    if (rows.values != nullptr && others.size() == other) {
      rows.Write(text - 1, numbers.data() + before, numbers.size() - before);
      numbers.resize(before);
    } else {
      texts.push_back(static_cast<int32_t>(text - 1));
      ends.push_back(static_cast<int32_t>(numbers.size()));
    }
  }
}

// Most words are shorter than a chunk, found by their blanks, and looked up where they stand. Only words of ASCII count towards the limit:
// another one may turn out to be no token at all, or several. So there may be more ids than the limit.
void WordSearch::Read(const char16_t* text, size_t length, uint8_t* made) {
  const uint8_t* table = vocabulary->made();
  uint8_t* written = made;
  for (size_t at = 0; at < length; at += 1) {
    *written = table[text[at]];
    written += *written != kNothing;
  }
  Origin origin;
  const size_t all = written - made;
  size_t found = 0;
  // Each id is that of at least one character and the blank behind it.
  const size_t before = numbers.size();
  numbers.resize(before + all / 2);
  int32_t* number = numbers.data() + before;
  for (size_t begin = 0, end; begin < all && found < limit; begin = end + 1) {
    Blank blank = BlankOf(made + begin);
    bool special = blank.special;
    for (end = begin + blank.at; blank.at == kChunk; end += blank.at) {
      blank = BlankOf(made + end);
      special |= blank.special;
    }
    if (special) {
      *number++ = kOther;
      Advance(text, begin, &origin);
      others.push_back(static_cast<int32_t>(origin.at));
      Advance(text, end, &origin);
      // What is nothing may stand before the blank.
      while (table[text[origin.at]] != kBlank) origin.at += 1;
      others.push_back(static_cast<int32_t>(origin.at));
    } else if (end > begin) {
      *number++ = vocabulary->NumberOf(made + begin, end - begin);
      found += 1;
    }
  }
  numbers.resize(number - numbers.data());
}

// To where so many characters have been made.
void WordSearch::Advance(const char16_t* text, size_t made, Origin* origin) const {
  for (; origin->made < made; origin->at += 1) origin->made += vocabulary->made()[text[origin->at]] != kNothing;
}

}  // namespace expgraph
