// Resizes random parts of random images, also of one row or column, to random sizes, and compares with plain sums.
#include <algorithm>
#include <stdexcept>

#include "drive.h"
#include "image-files/jpeg_file.h"

using namespace expgraph;

namespace {

// As in resample.cc: levels have 6 fractional bits between the two passes.
constexpr int kLineShift = kWeightBits - 6, kLevelShift = kWeightBits + 6;

uint8_t Expected(const std::vector<uint8_t>& pixels, int width, const Taps& rows, const Taps& columns, int row,
                 int column, int channel) {
  int64_t sum = 1 << (kLevelShift - 1);
  for (int across = 0; across < columns.count; across += 1) {
    int64_t line = 1 << (kLineShift - 1);
    for (int down = 0; down < rows.count; down += 1) {
      const size_t place =
          (static_cast<size_t>(rows.first[row] + down) * width + columns.first[column] + across) * 3 + channel;
      line += int64_t{pixels[place]} * rows.weights[static_cast<size_t>(row) * rows.count + down];
    }
    sum += (line >> kLineShift) * columns.weights[static_cast<size_t>(column) * columns.count + across];
  }
  return static_cast<uint8_t>(std::min<int64_t>(std::max<int64_t>(sum >> kLevelShift, 0), 255));
}

Axis RandomAxis(Random& random, int size) {
  const int count = random.Chance(90) ? random.Between(1, 40) : random.Between(1, 300);
  if (random.Chance(40)) return {0, static_cast<double>(size), count};
  const double start = random.Uniform() * size;
  return {start, std::max((size - start) * random.Uniform(), 1e-9), count};
}

void CheckTaps(const Taps& taps, int size, int count, long call, uint64_t seed) {
  EXPECT(taps.first.size() == static_cast<size_t>(count) && taps.weights.size() == taps.first.size() * taps.count,
         "%zu places", taps.first.size());
  for (int place = 0; place < count; place += 1) {
    EXPECT(taps.first[place] >= 0 && taps.first[place] + taps.count <= size, "reads %d to %d of %d", taps.first[place],
           taps.first[place] + taps.count, size);
    int sum = 0;
    for (int tap = 0; tap < taps.count; tap += 1) sum += taps.weights[static_cast<size_t>(place) * taps.count + tap];
    EXPECT(sum == kOne, "the weights are %d together", sum);
  }
}

// Reads a plan of arbitrary numbers, which is rejected, or fits some image.
void CheckAbsurdPlan(Random& random, long call, uint64_t seed) {
  std::vector<double> numbers = {1, 0, 0, 5, 5, 0, 5, 5};
  numbers.resize(random.Chance(90) ? 8 : random.Below(8));
  for (double& number : numbers) {
    if (random.Chance(20)) number = random.Chance(50) ? random.Absurd() : random.Number(100);
  }
  try {
    const JpegPlan plan = ReadJpegPlan(numbers.data(), numbers.size());
    EXPECT(plan.rows.count > 0 && plan.columns.count > 0 && plan.rows.start >= 0 && plan.columns.start >= 0,
           "an empty plan is accepted");
    if (plan.Count() > 100000) return;
    const int height = random.Between(1, 12), width = random.Between(1, 12);
    const std::vector<uint8_t> pixels(static_cast<size_t>(height) * width * 3 + kSlack, 9);
    std::vector<uint8_t> levels(plan.Count());
    if (!ResizePixels(pixels.data(), height, width, plan, BestResample(), levels.data())) return;
    for (const uint8_t level : levels) EXPECT(level == 9, "9 becomes %d", level);
  } catch (const std::invalid_argument&) {
    return;
  }
}

void One(Random& random, long call, uint64_t seed) {
  if (random.Chance(30)) return CheckAbsurdPlan(random, call, seed);
  const int height = random.Between(1, random.Chance(90) ? 24 : 200),
            width = random.Between(1, random.Chance(90) ? 24 : 200);
  // Exactly as long as required, so that ASan finds reads beyond the end.
  std::vector<uint8_t> pixels(static_cast<size_t>(height) * width * 3 + kSlack);
  for (uint8_t& pixel : pixels) pixel = random.Chance(20) ? 255 * random.Below(2) : random.Below(256);
  JpegPlan plan;
  plan.rows = RandomAxis(random, height);
  plan.columns = RandomAxis(random, width);
  plan.interpolation = static_cast<Interpolation>(random.Below(kInterpolationCount));
  const Taps rows = TapsOf(height, plan.rows, plan.interpolation),
             columns = TapsOf(width, plan.columns, plan.interpolation);
  CheckTaps(rows, height, plan.rows.count, call, seed);
  CheckTaps(columns, width, plan.columns.count, call, seed);
  std::vector<uint8_t> best(plan.Count()), plain(plan.Count());
  EXPECT(ResizePixels(pixels.data(), height, width, plan, BestResample(), best.data()),
         "a part of an image is rejected");
  EXPECT(ResizePixels(pixels.data(), height, width, plan, kPlainResample, plain.data()),
         "a part of an image is rejected");
  EXPECT(best == plain, "instructions make a difference");
  for (int again = 0; again < 20; again += 1) {
    const int row = random.Below(plan.rows.count), column = random.Below(plan.columns.count), channel = random.Below(3);
    const uint8_t expected = Expected(pixels, width, rows, columns, row, column, channel);
    const uint8_t found = best[(static_cast<size_t>(row) * plan.columns.count + column) * 3 + channel];
    EXPECT(found == expected, "%d instead of %d at row %d, column %d", found, expected, row, column);
  }
}

}  // namespace

int main(int count, char** given) { return Drive(count, given, "resample", One); }
