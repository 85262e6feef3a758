// Decodes JPEG files of the current folder, damaged in random places, and other bytes.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "drive.h"
#include "image-files/jpeg_file.h"
#include "image-files/read_file.h"

using namespace expgraph;

namespace {

using Bytes = std::vector<uint8_t>;

std::vector<Bytes> ReadSeeds() {
  std::vector<Bytes> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(".")) {
    if (entry.path().extension() != ".jpg") continue;
    Bytes bytes(1 << 16);
    const double length = ReadWholeFile(entry.path().string(), bytes.data(), bytes.size());
    bytes.resize(static_cast<size_t>(std::max(length, 0.0)));
    seeds.push_back(bytes);
  }
  return seeds;
}

Bytes RandomFile(Random& random, const std::vector<Bytes>& seeds, bool* whole) {
  static const Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
  *whole = random.Chance(20);
  const int kind = random.Below(10);
  Bytes bytes = *whole || kind < 8 || seeds.empty() ? seeds[random.Below(static_cast<int>(seeds.size()))]
                : kind == 8                         ? png
                                                    : Bytes{0xff, 0xd8, 0xff};
  if (*whole) return bytes;
  if (kind >= 8)
    for (int more = random.Below(200); more > 0; more -= 1) bytes.push_back(random.Below(256));
  for (int damages = random.Below(8); damages >= 0 && !bytes.empty(); damages -= 1)
    bytes[random.Below(static_cast<int>(bytes.size()))] = random.Below(256);
  if (random.Chance(30)) bytes.resize(random.Below(static_cast<int>(bytes.size()) + 1));
  return bytes;
}

}  // namespace

int main(int count, char** given) {
  const std::vector<Bytes> seeds = ReadSeeds();
  if (seeds.empty()) return 2;
  return Drive(count, given, "jpeg_file", [&](Random& random, long call, uint64_t seed) {
    bool whole = false;
    const Bytes bytes = RandomFile(random, seeds, &whole);
    JpegPlan plan;
    plan.ratio = 1 << random.Below(4);
    plan.interpolation = static_cast<Interpolation>(random.Below(kInterpolationCount));
    // The smallest file has a side of 5, which a ratio of 8 reduces to 1.
    plan.rows = {0, 1, random.Between(1, 20)};
    plan.columns = {0, random.Chance(80) ? 1.0 : random.Uniform() * 40 + 1e-3, random.Between(1, 20)};
    std::vector<float> table(kValueCount), values(plan.Count());
    for (size_t level = 0; level < table.size(); level += 1) table[level] = static_cast<float>(level * 3);
    Bytes levels(plan.Count());
    const LevelValues become = {table.data(), random.Chance(50)};
    const bool decoded = DecodeJpegFile(bytes.data(), bytes.size(), plan, levels.data(), {}, nullptr);
    const bool again = DecodeJpegFile(bytes.data(), bytes.size(), plan, nullptr, become, values.data());
    EXPECT(decoded == again, "decoded once, and not again");
    EXPECT(decoded || !whole || plan.columns.length != 1, "a whole file is not decoded");
    for (size_t at = 0; decoded && at < levels.size(); at += 1) {
      const size_t channel = at % 3, from = become.reversed ? 2 - channel : channel;
      const float expected = table[channel * 256 + levels[at - channel + from]];
      EXPECT(values[at] == expected, "%g instead of %g", values[at], expected);
    }
  });
}
