// Finds the ids of words on threads of Node's pool, see word_search.h.
#include <node_api.h>
#include <stdint.h>
#include <string.h>

#include <memory>
#include <string>
#include <vector>

#include "common/call.h"
#include "common/promised_work.h"
#include "token-ids/word_search.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_WORD_NUMBERS";
constexpr napi_type_tag kVocabulary = {0x8d1f0e5a37c24b66, 0xb06e3c9127f54ad1};
// Numbers and places are told as int32; of so many code units there can not be more.
constexpr int64_t kMostUnits = INT32_MAX;

napi_value Int32ArrayOf(napi_env env, const std::vector<int32_t>& values) {
  void* data = nullptr;
  napi_value buffer, array;
  Must(napi_create_arraybuffer(env, values.size() * sizeof(int32_t), &data, &buffer));
  if (!values.empty()) memcpy(data, values.data(), values.size() * sizeof(int32_t));
  Must(napi_create_typedarray(env, napi_int32_array, values.size(), buffer, 0, &array));
  return array;
}

struct Finding : Work {
  using Work::Work;
  WordSearch search;

  void Compute() override { search.Compute(); }

  napi_value Result(napi_env env) const override {
    napi_value found;
    Must(napi_create_object(env, &found));
    Must(napi_set_named_property(env, found, "numbers", Int32ArrayOf(env, search.numbers)));
    Must(napi_set_named_property(env, found, "texts", Int32ArrayOf(env, search.texts)));
    Must(napi_set_named_property(env, found, "ends", Int32ArrayOf(env, search.ends)));
    Must(napi_set_named_property(env, found, "others", Int32ArrayOf(env, search.others)));
    return found;
  }
};

// The token, or nothing where it is not all ASCII.
std::string AsciiOf(napi_env env, napi_value token) {
  size_t length = 0;
  Must(napi_get_value_string_utf16(env, token, nullptr, 0, &length));
  std::vector<char16_t> units(length + 1);
  Must(napi_get_value_string_utf16(env, token, units.data(), units.size(), &length));
  for (size_t at = 0; at < length; at += 1) {
    if (units[at] >= kAscii) return "";
  }
  return std::string(units.begin(), units.begin() + length);
}

// create(what characters of ASCII become, tokens, id of the first, id of what is unknown)
napi_value Create(const Arguments& given) {
  const std::vector<napi_value> tokens = ElementsOf(given.env(), given[1], "tokens", napi_string, "an array of strings");
  const int64_t first = given.Whole(2, "first", 0, INT32_MAX - static_cast<int64_t>(tokens.size()));
  const int64_t unknown = given.Whole(3, "unknown", 0, INT32_MAX);
  const Span<uint8_t> made = given.Array<uint8_t>(0, "made");
  if (made.length != kAscii || !Vocabulary::Fits(made.values))
    Expect("made", "128 characters of ASCII, or 255 for none, with the blank as it is");
  auto vocabulary = std::make_shared<Vocabulary>(made.values, tokens.size(), static_cast<int32_t>(first), static_cast<int32_t>(unknown));
  for (uint32_t index = 0; index < tokens.size(); index += 1) {
    const std::string token = AsciiOf(given.env(), tokens[index]);
    if (!token.empty()) vocabulary->Add(token, index);
  }
  return Hold<Vocabulary>(given.env(), std::move(vocabulary), kVocabulary);
}

void AddTexts(napi_env env, const std::vector<napi_value>& texts, int64_t together, WordSearch* search) {
  search->Reserve(texts.size(), static_cast<size_t>(together));
  for (const napi_value text : texts) {
    size_t length = 0;
    const bool fits = search->room() > 0 && napi_get_value_string_utf16(env, text, search->next(), search->room(), &length) == napi_ok;
    if (!fits) Expect("texts", "an array of strings of " + std::to_string(together) + " code units together");
    search->AddText(length);
  }
  // One that does not fit is cut.
  if (search->room() > 0) Expect("texts", "an array of strings of " + std::to_string(together) + " code units together");
}

// The rows that are wanted: the array of them (undefined: none), where the first begins, their width, the start, whether ids stand behind.
Rows RowsOf(const Arguments& given, size_t texts) {
  Rows rows;
  if (given.IsUndefined(4)) return rows;
  const Span<float> values = given.Array<float>(4, "features");
  const int64_t first = given.Whole(5, "first", 0, static_cast<int64_t>(values.length));
  const int64_t width = given.Whole(6, "width", 1, INT32_MAX);
  rows.start = static_cast<float>(given.Number(7, "start"));
  rows.behind = given.Flag(8, "behind");
  if ((values.length - first) / width < texts)
    Expect("features", "an array with room for " + std::to_string(texts) + " rows of " + std::to_string(width));
  // Of no texts there are no rows.
  rows.values = values.values == nullptr ? nullptr : values.values + first;
  rows.width = width;
  return rows;
}

// find(what create gave, texts, their length together, limit, rows as above): a promise of { numbers, texts, ends, others }.
napi_value Find(const Arguments& given) {
  auto finding = std::make_unique<Finding>(given.env(), kCode);
  WordSearch& search = finding->search;
  search.vocabulary = Held<Vocabulary>(given.env(), given[0], kVocabulary, "vocabulary", "what `create` returned");
  const std::vector<napi_value> texts = ElementsOf(given.env(), given[1], "texts", napi_string, "an array of strings");
  const int64_t together = given.Whole(2, "length", 0, kMostUnits - static_cast<int64_t>(texts.size()));
  search.limit = given.Whole(3, "limit", 0, UINT32_MAX);
  AddTexts(given.env(), texts, together, &search);
  search.rows = RowsOf(given, texts.size());
  if (search.rows.values != nullptr) finding->Keep(given[4]);
  return Work::Start(std::move(finding));
}

const Entry kEntries[] = {{"create", kCode, Create}, {"find", kCode, Find}};

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NAPI_MODULE(word_numbers, Init)
