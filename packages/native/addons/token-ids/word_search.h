// Finds the token ids of the ASCII words of texts, and the positions of other words, with the same result as the text
// plugin's tokenizer in TypeScript.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <memory>
#include <vector>

#include "token-ids/vocabulary.h"

namespace expgraph {

// The id of a word with characters outside ASCII.
constexpr int32_t kOther = -1;

// Rows of token ids, of the same width, one for each text.
struct Rows {
  float* values = nullptr;  // Null if no rows are wanted. Filled with 0.
  size_t width = 0;
  float start = 0;          // Id of the start token before each text that leaves room for it, 0 for none.
  bool pad_before = false;  // Whether padding precedes the ids.

  // Writes the ids of a text, the last ones of a longer text.
  void Write(size_t row, const int32_t* ids, size_t count) const;
};

// The texts of one search, and its results.
class WordSearch {
 public:
  std::shared_ptr<const Vocabulary> vocabulary;
  size_t limit = 0;  // Maximum number of ASCII words per text.
  Rows rows;         // With room for each text.

  // Allocates memory for `texts` texts of `units` code units in all.
  void Reserve(size_t texts, size_t units);
  // Where to write the code units of the next text, and how many fit, with one for the space after them.
  char16_t* next() { return units_.get() + begins_.back(); }
  size_t room() const { return size_ - begins_.back(); }
  // Adds a text whose code units, fewer than `room()`, have been written to `next()`.
  void AddText(size_t length);

  void Compute();

  std::vector<int32_t> ids;  // Of all words of `texts`.
  std::vector<int32_t>
      texts;  // Indices of the texts without a row: those with words outside ASCII, or all if no rows are wanted.
  std::vector<int32_t> ends;    // The end of the ids of each of `texts`.
  std::vector<int32_t> others;  // Begin and end, in their text, of the words outside ASCII.

 private:
  // A position in a text, and the number of mapped characters before it.
  struct Origin {
    size_t at = 0, mapped = 0;
  };

  void Read(const char16_t* text, size_t length, uint8_t* mapped);
  void Advance(const char16_t* text, size_t mapped, Origin* origin) const;

  std::unique_ptr<char16_t[]> units_;  // Of all texts, each followed by a space.
  size_t size_ = 0;
  std::vector<size_t> begins_ = {0};  // The begin of each text, and the end of the last.
};

}  // namespace expgraph
