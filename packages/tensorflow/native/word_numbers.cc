// Finds the numbers that a vocabulary gives the words of texts, on threads of Node's pool, without making strings of them. Words of ASCII
// alone: of others it says where they are. The same as in the text plugin's word-tokenizer.ts and token-numbers.ts.
#include <node_api.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace {

constexpr char16_t kAscii = 128;
constexpr uint8_t kBlank = ' ', kNothing = 255, kSpecial = 128;
// In place of the number of a word that is not all ASCII.
constexpr int32_t kOther = -1;
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

Head HeadOf(const uint8_t* word, size_t length) {
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
Blank BlankOf(const uint8_t* characters) {
  const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i*>(characters));
  const uint32_t blanks = _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, _mm_set1_epi8(kBlank))), behind = 1u << kChunk;
  const uint32_t at = __builtin_ctz(blanks | behind);
  return {at, (_mm_movemask_epi8(chunk) & ((1u << at) - 1)) != 0};
}
#else
Blank BlankOf(const uint8_t* characters) {
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

// Rows of floats, of one length, for the numbers of texts.
struct Rows {
  float* values = nullptr;  // None: nobody wants rows.
  size_t width = 0;
  float start = 0;       // What each text begins with that is not cut, 0 for nothing.
  bool behind = false;   // Whether numbers stand at the end of their row.

  // As the text plugin's pad.ts.
  void Write(size_t row, const int32_t* numbers, size_t count) const {
    const size_t begun = start != 0, whole = begun + count;
    float* place = values + row * width + (behind && whole < width ? width - whole : 0);
    if (begun && whole <= width) *place++ = start;
    for (size_t at = count > width ? count - width : 0; at < count; at += 1) *place++ = static_cast<float>(numbers[at]);
  }
};

struct Search {
  std::shared_ptr<Vocabulary> vocabulary;
  size_t limit = 0;
  Rows rows;
  napi_ref held = nullptr;              // The array of the rows.
  std::unique_ptr<char16_t[]> units;    // Of all texts, with a blank behind each.
  std::vector<size_t> begins;           // Of each text, and the end of the last.
  std::vector<int32_t> numbers;
  std::vector<int32_t> texts;           // Those that have no rows, for their words are not all ASCII; all, where nobody wants rows.
  std::vector<int32_t> ends;            // Of the numbers of each of them.
  std::vector<int32_t> others;          // Where the words that are not ASCII begin and end in their texts.
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;

  void Compute() {
    size_t longest = 0;
    for (size_t text = 1; text < begins.size(); text += 1) longest = std::max(longest, begins[text] - begins[text - 1]);
    std::vector<uint8_t> made(longest + kChunk);
    numbers.reserve(begins.back() / 2);
    for (size_t text = 1; text < begins.size(); text += 1) {
      const size_t before = numbers.size(), other = others.size();
      Read(units.get() + begins[text - 1], begins[text] - begins[text - 1], made.data());
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
  // another one may turn out to be no token at all, or several. So there may be more numbers than the limit.
  void Read(const char16_t* text, size_t length, uint8_t* made) {
    const uint8_t* table = vocabulary->made();
    uint8_t* written = made;
    for (size_t at = 0; at < length; at += 1) {
      *written = table[text[at]];
      written += *written != kNothing;
    }
    Origin origin;
    const size_t all = written - made;
    size_t found = 0;
    // Each number is that of at least one character and the blank behind it.
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

  // A place in a text, and how many characters have been made of what is before it.
  struct Origin {
    size_t at = 0, made = 0;
  };

  // To where so many characters have been made.
  void Advance(const char16_t* text, size_t made, Origin* origin) const {
    for (; origin->made < made; origin->at += 1) origin->made += vocabulary->made()[text[origin->at]] != kNothing;
  }
};

napi_value ArrayOf(napi_env env, const int32_t* values, size_t count) {
  void* data = nullptr;
  napi_value buffer, array;
  napi_create_arraybuffer(env, count * sizeof(int32_t), &data, &buffer);
  if (count > 0) memcpy(data, values, count * sizeof(int32_t));
  napi_create_typedarray(env, napi_int32_array, count, buffer, 0, &array);
  return array;
}

void Finish(napi_env env, napi_status, void* data) {
  const std::unique_ptr<Search> search(static_cast<Search*>(data));
  napi_value found;
  napi_create_object(env, &found);
  napi_set_named_property(env, found, "numbers", ArrayOf(env, search->numbers.data(), search->numbers.size()));
  napi_set_named_property(env, found, "texts", ArrayOf(env, search->texts.data(), search->texts.size()));
  napi_set_named_property(env, found, "ends", ArrayOf(env, search->ends.data(), search->ends.size()));
  napi_set_named_property(env, found, "others", ArrayOf(env, search->others.data(), search->others.size()));
  if (search->held != nullptr) napi_delete_reference(env, search->held);
  napi_delete_async_work(env, search->work);
  napi_resolve_deferred(env, search->deferred, found);
}

napi_value Fail(napi_env env) {
  napi_throw_error(env, "EXPGRAPH_WORD_NUMBERS", "the arguments are not of the types and lengths that are expected");
  return nullptr;
}

// The code units of a string, and a zero. `room` is for as many.
bool UnitsOf(napi_env env, napi_value text, char16_t* units, size_t room, size_t* length) {
  return room > 0 && napi_get_value_string_utf16(env, text, units, room, length) == napi_ok;
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
    napi_get_element(env, given[1], index, &token);
    if (napi_get_value_string_utf16(env, token, nullptr, 0, &length) != napi_ok) return Fail(env);
    std::vector<char16_t> units(length + 1);
    UnitsOf(env, token, units.data(), units.size(), &length);
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

// The rows that are wanted: the array of them (undefined: none), where the first begins, their width, the start, whether numbers stand
// behind.
bool RowsOf(napi_env env, const napi_value* given, size_t texts, Rows* rows) {
  napi_valuetype kind;
  if (napi_typeof(env, given[0], &kind) != napi_ok) return false;
  if (kind == napi_undefined) return true;
  napi_typedarray_type type;
  void* values = nullptr;
  size_t length = 0;
  int64_t first = 0, width = 0;
  double start = 0;
  const bool good = napi_get_typedarray_info(env, given[0], &type, &length, &values, nullptr, nullptr) == napi_ok &&
                    type == napi_float32_array && napi_get_value_int64(env, given[1], &first) == napi_ok && first >= 0 &&
                    napi_get_value_int64(env, given[2], &width) == napi_ok && width > 0 &&
                    napi_get_value_double(env, given[3], &start) == napi_ok &&
                    napi_get_value_bool(env, given[4], &rows->behind) == napi_ok;
  if (!good || static_cast<size_t>(first) > length || (length - first) / width < texts) return false;
  rows->values = static_cast<float*>(values) + first;
  rows->width = width;
  rows->start = static_cast<float>(start);
  return true;
}

// find(what create gave, texts, their length together, limit, rows as above): a promise of { numbers, texts, ends, others }.
napi_value Find(napi_env env, napi_callback_info info) {
  size_t count = 9, end = 0;
  napi_value given[9], text, promise, name;
  void* vocabulary = nullptr;
  uint32_t texts = 0, limit = 0;
  int64_t together = 0;
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  const bool good = napi_get_value_external(env, given[0], &vocabulary) == napi_ok &&
                    napi_get_array_length(env, given[1], &texts) == napi_ok &&
                    napi_get_value_int64(env, given[2], &together) == napi_ok && together >= 0 &&
                    napi_get_value_uint32(env, given[3], &limit) == napi_ok;
  if (!good) return Fail(env);
  std::unique_ptr<Search> search(new Search());
  search->vocabulary = *static_cast<std::shared_ptr<Vocabulary>*>(vocabulary);
  search->limit = limit;
  if (!RowsOf(env, given + 4, texts, &search->rows)) return Fail(env);
  const size_t room = together + texts;
  search->units.reset(new char16_t[room]);
  search->begins.push_back(0);
  for (uint32_t index = 0; index < texts; index += 1) {
    size_t length = 0;
    napi_get_element(env, given[1], index, &text);
    if (!UnitsOf(env, text, search->units.get() + end, room - end, &length)) return Fail(env);
    end += length;
    search->units[end++] = kBlank;
    search->begins.push_back(end);
  }
  // One that does not fit is cut.
  if (end != room) return Fail(env);
  if (search->rows.values != nullptr) napi_create_reference(env, given[4], 1, &search->held);
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
