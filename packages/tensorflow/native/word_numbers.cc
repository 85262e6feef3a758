// Finds the numbers that a vocabulary gives the words of texts, on threads of Node's pool, without making strings of them. Words of ASCII
// alone: of others it says where they are. The same as in the text plugin's word-tokenizer.ts and token-numbers.ts.
#include <node_api.h>
#include <stdint.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr char16_t kAscii = 128;
constexpr uint8_t kBlank = ' ', kNothing = 255, kSpecial = 128;
// In place of the number of a word that is not all ASCII.
constexpr int32_t kOther = -1;
// Characters that are read at once: behind each word there is room for as many.
constexpr size_t kChunk = 8;
constexpr uint64_t kSpecials = 0x8080808080808080;
// Places for each token: with few of them taken, most are looked for in one.
constexpr size_t kSpacious = 4;

uint64_t ChunkAt(const uint8_t* characters) {
  uint64_t chunk;
  memcpy(&chunk, characters, kChunk);
  return chunk;
}

// The characters of a chunk before one of them, zeros in place of the others. The first is in the lowest bits: on processors that are
// little-endian, as all are that Node runs on.
uint64_t Before(uint64_t chunk, size_t end) { return end < kChunk ? chunk & ((uint64_t{1} << (8 * end)) - 1) : chunk; }

// Where the first blank of a chunk is, kChunk if there is none.
size_t BlankOf(uint64_t chunk) {
  const uint64_t ones = 0x0101010101010101, zeros = chunk ^ (ones * kBlank);
  // The highest bit of each byte that is zero, and maybe of such as follow it.
  const uint64_t found = (zeros - ones) & ~zeros & (ones * 0x80);
  return found == 0 ? kChunk : __builtin_ctzll(found) / 8;
}

uint64_t Mix(uint64_t code) {
  // 2^64 divided by the golden ratio, as in Knuth's multiplicative hashing.
  code *= 0x9e3779b97f4a7c15;
  return code ^ (code >> 32);
}

// Tokens with their numbers: a hash table with open addresses.
class Vocabulary {
 public:
  Vocabulary(const uint8_t* made, size_t tokens, int32_t first, int32_t unknown)
      : first_(first), unknown_(unknown), made_(UINT16_MAX + 1, kSpecial), begins_(tokens) {
    memcpy(made_.data(), made, kAscii);
    size_t places = 1;
    while (places <= kSpacious * tokens) places *= 2;
    table_.resize(places);
  }

  void Add(const std::string& token, uint32_t index) {
    const std::string padded = token + std::string(kChunk, 0);
    Place& place = table_[PlaceOf(reinterpret_cast<const uint8_t*>(padded.data()), token.size())];
    if (place.length > 0) return;
    begins_[index] = characters_.size();
    characters_ += token;
    place = {Before(ChunkAt(reinterpret_cast<const uint8_t*>(padded.data())), token.size()), index,
             static_cast<uint32_t>(token.size())};
  }

  // Behind the word there must be room for a chunk.
  int32_t NumberOf(const uint8_t* word, size_t length) const {
    const Place& place = table_[PlaceOf(word, length)];
    return place.length > 0 ? first_ + static_cast<int32_t>(place.index) : unknown_;
  }

  // What becomes of each code unit: a character of ASCII, or what is special.
  const uint8_t* made() const { return made_.data(); }

 private:
  struct Place {
    uint64_t head = 0;  // The first characters.
    uint32_t index = 0;
    uint32_t length = 0;  // 0 where there is no token.
  };

  // That of a word, or the empty one where it would be.
  size_t PlaceOf(const uint8_t* word, size_t length) const {
    const uint64_t head = Before(ChunkAt(word), length);
    uint64_t code = Mix(head ^ length);
    for (size_t at = kChunk; at < length; at += kChunk) code = Mix(code ^ Before(ChunkAt(word + at), length - at));
    const size_t mask = table_.size() - 1;
    size_t place = code & mask;
    while (table_[place].length > 0 && !Holds(table_[place], head, word, length)) place = (place + 1) & mask;
    return place;
  }

  bool Holds(const Place& place, uint64_t head, const uint8_t* word, size_t length) const {
    if (place.head != head || place.length != length) return false;
    return length <= kChunk || memcmp(characters_.data() + begins_[place.index], word, length) == 0;
  }

  int32_t first_, unknown_;
  std::vector<uint8_t> made_;
  std::vector<size_t> begins_;  // Where the characters of each token begin.
  std::vector<Place> table_;
  std::string characters_;
};

struct Search {
  std::shared_ptr<Vocabulary> vocabulary;
  size_t limit = 0;
  std::vector<char16_t> units;  // Of all texts, with a blank behind each.
  std::vector<size_t> begins;   // Of each text, and the end of the last.
  std::vector<int32_t> numbers;
  std::vector<int32_t> ends;    // Of each text's numbers.
  std::vector<int32_t> others;  // Where the words that are not ASCII begin and end in their texts.
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;

  void Compute() {
    size_t longest = 0;
    for (size_t text = 1; text < begins.size(); text += 1) longest = std::max(longest, begins[text] - begins[text - 1]);
    std::vector<uint8_t> made(longest + kChunk), word(longest + kChunk);
    numbers.reserve(units.size() / 4);
    for (size_t text = 1; text < begins.size(); text += 1) {
      Read(units.data() + begins[text - 1], begins[text] - begins[text - 1], made.data(), word.data());
      ends.push_back(static_cast<int32_t>(numbers.size()));
    }
  }

  // Most words are found by their blanks and looked up where they stand.
  void Read(const char16_t* text, size_t length, uint8_t* made, uint8_t* word) {
    const uint8_t* table = vocabulary->made();
    for (size_t at = 0; at < length; at += 1) made[at] = table[text[at]];
    size_t found = 0;
    for (size_t begin = 0, end; begin < length && found < limit; begin = end + 1) {
      uint64_t special = 0;
      size_t blank = kChunk;
      for (end = begin; blank == kChunk; end += blank) {
        const uint64_t chunk = ChunkAt(made + end);
        blank = BlankOf(chunk);
        special |= Before(chunk, blank) & kSpecials;
      }
      if (special != 0) {
        found += ReadSpecial(text, begin, end, made, word);
      } else if (end > begin) {
        numbers.push_back(vocabulary->NumberOf(made + begin, end - begin));
        found += 1;
      }
    }
  }

  // A word from which something is taken, or that is not all ASCII. Whether a number of it was found.
  bool ReadSpecial(const char16_t* text, size_t begin, size_t end, const uint8_t* made, uint8_t* word) {
    uint8_t* written = word;
    for (size_t at = begin; at < end; at += 1) {
      if (text[at] >= kAscii) {
        numbers.push_back(kOther);
        others.push_back(static_cast<int32_t>(begin));
        others.push_back(static_cast<int32_t>(end));
        return false;
      }
      *written = made[at];
      written += made[at] != kNothing;
    }
    if (written > word) numbers.push_back(vocabulary->NumberOf(word, written - word));
    return written > word;
  }
};

napi_value ArrayOf(napi_env env, const std::vector<int32_t>& values) {
  void* data = nullptr;
  napi_value buffer, array;
  napi_create_arraybuffer(env, values.size() * sizeof(int32_t), &data, &buffer);
  if (!values.empty()) memcpy(data, values.data(), values.size() * sizeof(int32_t));
  napi_create_typedarray(env, napi_int32_array, values.size(), buffer, 0, &array);
  return array;
}

void Finish(napi_env env, napi_status, void* data) {
  const std::unique_ptr<Search> search(static_cast<Search*>(data));
  napi_value found;
  napi_create_object(env, &found);
  napi_set_named_property(env, found, "numbers", ArrayOf(env, search->numbers));
  napi_set_named_property(env, found, "ends", ArrayOf(env, search->ends));
  napi_set_named_property(env, found, "others", ArrayOf(env, search->others));
  napi_delete_async_work(env, search->work);
  napi_resolve_deferred(env, search->deferred, found);
}

napi_value Fail(napi_env env) {
  napi_throw_error(env, "EXPGRAPH_WORD_NUMBERS", "the arguments are not of the types and lengths that are expected");
  return nullptr;
}

// Appends the code units of a string.
bool Append(napi_env env, napi_value text, std::vector<char16_t>* units) {
  size_t length = 0;
  if (napi_get_value_string_utf16(env, text, nullptr, 0, &length) != napi_ok) return false;
  const size_t begin = units->size();
  // A zero is written behind it.
  units->resize(begin + length + 1);
  return napi_get_value_string_utf16(env, text, units->data() + begin, length + 1, &length) == napi_ok;
}

// create(what characters of ASCII become, tokens, number of the first, number of what is unknown)
napi_value Create(napi_env env, napi_callback_info info) {
  size_t count = 4, length = 0;
  napi_value given[4], token, created;
  napi_typedarray_type type;
  void* made = nullptr;
  uint32_t tokens = 0;
  int32_t first = 0, unknown = 0;
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  const bool good = napi_get_typedarray_info(env, given[0], &type, &length, &made, nullptr, nullptr) == napi_ok &&
                    type == napi_uint8_array && length == kAscii && napi_get_array_length(env, given[1], &tokens) == napi_ok &&
                    napi_get_value_int32(env, given[2], &first) == napi_ok &&
                    napi_get_value_int32(env, given[3], &unknown) == napi_ok;
  if (!good) return Fail(env);
  auto vocabulary = std::make_shared<Vocabulary>(static_cast<uint8_t*>(made), tokens, first, unknown);
  for (uint32_t index = 0; index < tokens; index += 1) {
    std::vector<char16_t> units;
    napi_get_element(env, given[1], index, &token);
    if (!Append(env, token, &units)) return Fail(env);
    units.pop_back();
    bool ascii = true;
    for (const char16_t unit : units) ascii = ascii && unit < kAscii;
    if (ascii && !units.empty()) vocabulary->Add(std::string(units.begin(), units.end()), index);
  }
  auto* held = new std::shared_ptr<Vocabulary>(vocabulary);
  const auto release = [](napi_env, void* data, void*) { delete static_cast<std::shared_ptr<Vocabulary>*>(data); };
  napi_create_external(env, held, release, nullptr, &created);
  return created;
}

// find(what create gave, texts, limit): a promise of { numbers, ends, others }.
napi_value Find(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value given[3], text, promise, name;
  void* vocabulary = nullptr;
  uint32_t texts = 0, limit = 0;
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  const bool good = napi_get_value_external(env, given[0], &vocabulary) == napi_ok &&
                    napi_get_array_length(env, given[1], &texts) == napi_ok && napi_get_value_uint32(env, given[2], &limit) == napi_ok;
  if (!good) return Fail(env);
  std::unique_ptr<Search> search(new Search());
  search->vocabulary = *static_cast<std::shared_ptr<Vocabulary>*>(vocabulary);
  search->limit = limit;
  search->begins.push_back(0);
  for (uint32_t index = 0; index < texts; index += 1) {
    napi_get_element(env, given[1], index, &text);
    if (!Append(env, text, &search->units)) return Fail(env);
    search->units.back() = kBlank;
    search->begins.push_back(search->units.size());
  }
  napi_create_promise(env, &search->deferred, &promise);
  napi_create_string_utf8(env, "expgraph_word_numbers", NAPI_AUTO_LENGTH, &name);
  const auto compute = [](napi_env, void* data) { static_cast<Search*>(data)->Compute(); };
  napi_create_async_work(env, nullptr, name, compute, Finish, search.get(), &search->work);
  napi_queue_async_work(env, search->work);
  search.release();
  return promise;
}

napi_value Init(napi_env env, napi_value exports) {
  napi_value create, find;
  napi_create_function(env, "create", NAPI_AUTO_LENGTH, Create, nullptr, &create);
  napi_create_function(env, "find", NAPI_AUTO_LENGTH, Find, nullptr, &find);
  napi_set_named_property(env, exports, "create", create);
  napi_set_named_property(env, exports, "find", find);
  return exports;
}

}  // namespace

NAPI_MODULE(word_numbers, Init)
