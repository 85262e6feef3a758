// Finds the token ids of words on threads of Node's pool, see word_search.h.
#include <napi.h>
#include <stdint.h>
#include <string.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/call.h"
#include "common/work.h"
#include "token-ids/word_search.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_WORD_NUMBERS";
constexpr napi_type_tag kVocabulary = {0x8d1f0e5a37c24b66, 0xb06e3c9127f54ad1};
// Ids and positions are returned as int32, which bounds the number of code units.
constexpr int64_t kMostUnits = INT32_MAX;

Napi::Value Int32ArrayOf(Napi::Env env, const std::vector<int32_t>& values) {
  Napi::Int32Array array = Napi::Int32Array::New(env, values.size());
  if (!values.empty()) memcpy(array.Data(), values.data(), values.size() * sizeof(int32_t));
  return array;
}

struct SearchWork : Work {
  using Work::Work;
  WordSearch search;

  void Compute() override { search.Compute(); }

  Napi::Value Result(Napi::Env env) const override {
    Napi::Object found = Napi::Object::New(env);
    found.Set("ids", Int32ArrayOf(env, search.ids));
    found.Set("texts", Int32ArrayOf(env, search.texts));
    found.Set("ends", Int32ArrayOf(env, search.ends));
    found.Set("others", Int32ArrayOf(env, search.others));
    return found;
  }
};

// Returns the token, or an empty string unless it is all ASCII.
std::string AsciiOf(const Napi::Value& token) {
  const std::u16string units = token.As<Napi::String>().Utf16Value();
  for (const char16_t unit : units) {
    if (unit >= kAscii) return "";
  }
  return {units.begin(), units.end()};
}

// create(map of ASCII characters, tokens, id of the first token, id of unknown words): a vocabulary.
Napi::Value Create(const Arguments& given) {
  const std::vector<Napi::Value> tokens = ElementsOf(given[1], "tokens", napi_string, "an array of strings");
  const int64_t first = given.Integer(2, "first", 0, INT32_MAX - static_cast<int64_t>(tokens.size()));
  const int64_t unknown = given.Integer(3, "unknown", 0, INT32_MAX);
  const Span<uint8_t> map = given.Array<uint8_t>(0, "asciiMap");
  if (map.length != kAscii || !Vocabulary::IsValidMap(map.values))
    Expect("asciiMap", "128 characters of ASCII, or 255 to remove one, that keep the space");
  auto vocabulary = std::make_shared<Vocabulary>(map.values, tokens.size(), static_cast<int32_t>(first),
                                                 static_cast<int32_t>(unknown));
  for (uint32_t index = 0; index < tokens.size(); index += 1) {
    const std::string token = AsciiOf(tokens[index]);
    if (!token.empty()) vocabulary->Add(token, index);
  }
  return Hold<Vocabulary>(given.Env(), std::move(vocabulary), kVocabulary);
}

void AddTexts(const std::vector<Napi::Value>& texts, int64_t units, WordSearch* search) {
  const auto expect = [&] {
    Expect("texts", "an array of strings of " + std::to_string(units) + " code units in all");
  };
  search->Reserve(texts.size(), static_cast<size_t>(units));
  for (const Napi::Value& text : texts) {
    if (search->room() == 0) expect();
    search->AddText(CopyUtf16(text, search->next(), search->room()));
  }
  // A text that does not fit is cut, and leaves no room for another.
  if (search->room() > 0) expect();
}

// Returns the rows to write: the array of them (undefined for none), the index of the first, their width, the id of the
// start token, and whether padding precedes the ids.
Rows RowsOf(const Arguments& given, size_t texts) {
  Rows rows;
  if (given.IsUndefined(4)) return rows;
  const Span<float> values = given.Array<float>(4, "features");
  const int64_t first = given.Integer(5, "first", 0, static_cast<int64_t>(values.length));
  const int64_t width = given.Integer(6, "width", 1, INT32_MAX);
  rows.start = static_cast<float>(given.Number(7, "start"));
  rows.pad_before = given.Boolean(8, "padBefore");
  if ((values.length - first) / width < texts)
    Expect("features", "an array with room for " + std::to_string(texts) + " rows of " + std::to_string(width));
  rows.values = values.values == nullptr ? nullptr : values.values + first;
  rows.width = width;
  return rows;
}

// find(vocabulary, texts, number of code units of all, limit, rows as above): a promise of { ids, texts, ends,
// others }.
Napi::Value Find(const Arguments& given) {
  auto work = std::make_unique<SearchWork>(given.Env(), kCode);
  WordSearch& search = work->search;
  search.vocabulary = Held<Vocabulary>(given[0], kVocabulary, "vocabulary", "a vocabulary returned by `create`");
  const std::vector<Napi::Value> texts = ElementsOf(given[1], "texts", napi_string, "an array of strings");
  const int64_t units = given.Integer(2, "length", 0, kMostUnits - static_cast<int64_t>(texts.size()));
  search.limit = given.Integer(3, "limit", 0, UINT32_MAX);
  AddTexts(texts, units, &search);
  search.rows = RowsOf(given, texts.size());
  if (search.rows.values != nullptr) work->Keep(given[4]);
  return Work::Start(std::move(work));
}

const Entry kEntries[] = {{"create", kCode, Create}, {"find", kCode, Find}};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NODE_API_MODULE(token_ids, Init)
