// Finds the ids that a vocabulary gives the words of texts. Words of ASCII alone: of others it says where they are. The same as in the text
// plugin's word-tokenizer.ts and token-numbers.ts.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <memory>
#include <vector>

#include "token-ids/vocabulary.h"

namespace expgraph {

// In place of the id of a word that is not all ASCII.
constexpr int32_t kOther = -1;

// Rows of floats, of one length, for the ids of texts.
struct Rows {
  float* values = nullptr;  // None: nobody wants rows.
  size_t width = 0;
  float start = 0;       // What each text begins with that is not cut, 0 for nothing.
  bool behind = false;   // Whether ids stand at the end of their row.

  // As the text plugin's pad.ts.
  void Write(size_t row, const int32_t* numbers, size_t count) const;
};

// Texts of one search, and what is found.
class WordSearch {
 public:
  std::shared_ptr<const Vocabulary> vocabulary;
  size_t limit = 0;  // Of words of ASCII in a text; what follows is not read.
  Rows rows;         // With room for each text.

  // Room for so many texts of so many code units together.
  void Reserve(size_t texts, size_t units);
  // Where the code units of the next text go, and how many there is room for, one for the blank behind them.
  char16_t* next() { return units_.get() + begins_.back(); }
  size_t room() const { return size_ - begins_.back(); }
  // After the code units of a text are there, fewer than there is room for.
  void AddText(size_t length);

  void Compute();

  std::vector<int32_t> numbers;
  std::vector<int32_t> texts;   // Those that have no rows, for their words are not all ASCII; all, where nobody wants rows.
  std::vector<int32_t> ends;    // Of the numbers of each of them.
  std::vector<int32_t> others;  // Where the words that are not ASCII begin and end in their texts.

 private:
  // A place in a text, and how many characters have been made of what is before it.
  struct Origin {
    size_t at = 0, made = 0;
  };

  void Read(const char16_t* text, size_t length, uint8_t* made);
  void Advance(const char16_t* text, size_t made, Origin* origin) const;

  std::unique_ptr<char16_t[]> units_;  // Of all texts, with a blank behind each.
  size_t size_ = 0;
  std::vector<size_t> begins_ = {0};  // Of each text, and the end of the last.
};

}  // namespace expgraph
