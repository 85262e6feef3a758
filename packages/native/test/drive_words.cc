// Searches random Unicode texts for random tokens, and compares with a plain loop over words.
#include <map>
#include <string>

#include "drive.h"
#include "token-ids/word_search.h"

using namespace expgraph;

namespace {

using Text = std::u16string;

Text RandomWord(Random& random, bool ascii) {
  // Most are shorter than a chunk, some have several or many.
  const int length = random.Chance(90)   ? random.Between(1, 9)
                     : random.Chance(80) ? random.Between(10, 40)
                                         : random.Between(100, 700);
  Text word;
  for (int at = 0; at < length; at += 1) {
    const char16_t letter = random.Chance(95) ? u'a' + random.Below(3) : random.Below(128);
    // Any UTF-16, also unpaired surrogates.
    word += ascii || random.Chance(70) ? letter : static_cast<char16_t>(random.Below(0x10000));
  }
  return word;
}

Text RandomText(Random& random) {
  Text text;
  const int words = random.Chance(5) ? random.Below(400) : random.Below(12),
            accented = random.Chance(50) ? 0 : random.Below(101);
  for (int word = 0; word < words; word += 1) {
    if (random.Chance(95)) text += RandomWord(random, !random.Chance(accented));
    if (random.Chance(90)) text += Text(random.Between(1, 3), random.Chance(80) ? u' ' : u'\n');
  }
  return text;
}

struct Case {
  std::vector<uint8_t> map = std::vector<uint8_t>(kAscii);
  std::map<Text, int32_t> ids;
  std::shared_ptr<Vocabulary> vocabulary;
  int32_t first, unknown;
};

bool IsAscii(const Text& text) {
  for (const char16_t unit : text)
    if (unit >= kAscii) return false;
  return true;
}

Case RandomCase(Random& random) {
  Case made;
  for (int code = 0; code < kAscii; code += 1)
    made.map[code] = random.Chance(5) ? random.Chance(50) ? kRemoved : random.Below(kAscii) : code;
  made.map['\n'] = made.map[kBlank] = kBlank;
  made.first = random.Below(10);
  made.unknown = random.Below(10);
  const int tokens = random.Chance(5) ? random.Below(3000) : random.Below(30);
  made.vocabulary = std::make_shared<Vocabulary>(made.map.data(), tokens, made.first, made.unknown);
  for (int index = 0; index < tokens; index += 1) {
    const Text token = RandomWord(random, random.Chance(90));
    if (!IsAscii(token)) continue;
    made.vocabulary->Add(std::string(token.begin(), token.end()), index);
    made.ids.emplace(token, made.first + index);
  }
  return made;
}

struct Found {
  std::vector<int32_t> ids, others;
};

// Returns the ids of words between mapped spaces, and the positions of words outside ASCII.
Found Expected(const Case& known, const Text& text, size_t limit) {
  Found found;
  size_t ascii = 0, begin = 0;
  Text word;
  bool other = false;
  for (size_t at = 0; at <= text.size() && ascii < limit; at += 1) {
    const char16_t unit = at < text.size() ? text[at] : u' ';
    const int becomes = unit >= kAscii ? -1 : known.map[unit];
    if (becomes != kBlank) {
      if (becomes == kRemoved) continue;
      other = other || becomes < 0;
      word += becomes < 0 ? u'?' : static_cast<char16_t>(becomes);
      continue;
    }
    if (other) {
      found.ids.push_back(kOther);
      found.others.push_back(static_cast<int32_t>(begin));
      found.others.push_back(static_cast<int32_t>(at));
    } else if (!word.empty()) {
      const auto id = known.ids.find(word);
      found.ids.push_back(id == known.ids.end() ? known.unknown : id->second);
      ascii += 1;
    }
    word.clear();
    other = false;
    begin = at + 1;
  }
  return found;
}

std::vector<float> ExpectedRow(const Rows& rows, const std::vector<int32_t>& ids) {
  std::vector<float> row(ids.begin(), ids.end());
  if (rows.start != 0 && row.size() < rows.width) row.insert(row.begin(), rows.start);
  if (row.size() > rows.width) row.erase(row.begin(), row.end() - static_cast<ptrdiff_t>(rows.width));
  row.insert(rows.pad_before ? row.begin() : row.end(), rows.width - row.size(), 0);
  return row;
}

void One(Random& random, long call, uint64_t seed) {
  const Case known = RandomCase(random);
  WordSearch search;
  search.vocabulary = known.vocabulary;
  search.limit = random.Chance(50) ? UINT32_MAX : random.Below(12);
  std::vector<Text> texts(random.Below(6));
  size_t together = 0;
  for (Text& text : texts) together += (text = RandomText(random)).size();
  search.rows.width = random.Between(1, 12);
  search.rows.start = random.Below(2);
  search.rows.pad_before = random.Chance(50);
  std::vector<float> features(texts.size() * search.rows.width);
  const bool rows = random.Chance(50) && !texts.empty();
  if (rows) search.rows.values = features.data();
  search.Reserve(texts.size(), together);
  for (const Text& text : texts) {
    std::copy(text.begin(), text.end(), search.next());
    search.AddText(text.size());
  }
  EXPECT(search.room() == 0, "%zu code units are left", search.room());
  search.Compute();
  Found all;
  size_t reported = 0;
  for (size_t index = 0; index < texts.size(); index += 1) {
    const Found found = Expected(known, texts[index], search.limit);
    if (rows && found.others.empty()) {
      const std::vector<float> row = ExpectedRow(search.rows, found.ids),
                               written(features.begin() + index * row.size(),
                                       features.begin() + (index + 1) * row.size());
      EXPECT(row == written, "row %zu differs", index);
      continue;
    }
    all.ids.insert(all.ids.end(), found.ids.begin(), found.ids.end());
    all.others.insert(all.others.end(), found.others.begin(), found.others.end());
    EXPECT(reported < search.texts.size() && search.texts[reported] == static_cast<int32_t>(index),
           "text %zu is missing", index);
    EXPECT(search.ends[reported] == static_cast<int32_t>(all.ids.size()), "text %zu ends at %d, not %zu", index,
           search.ends[reported], all.ids.size());
    reported += 1;
  }
  EXPECT(reported == search.texts.size(), "%zu texts instead of %zu", search.texts.size(), reported);
  EXPECT(all.ids == search.ids, "%zu ids differ from %zu", search.ids.size(), all.ids.size());
  EXPECT(all.others == search.others, "places of words differ");
}

}  // namespace

int main(int count, char** given) { return Drive(count, given, "word_search", One); }
