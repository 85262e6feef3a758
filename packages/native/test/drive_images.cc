// Augments random images with random numbers, some of them absurd, and compares the variants of the loops with each
// other and with plain loops.
#include <algorithm>
#include <stdexcept>

#include "drive.h"
#include "image-ops/image_batch.h"

using namespace expgraph;

namespace {

ImageLoops PlainLoops() { return {kPlainWarp, kPlainRecolor}; }

// Returns the numbers of a step, as JavaScript encodes them.
std::vector<double> RandomStep(Random& random) {
  const int kind = random.Below(kColorStepKindCount);
  std::vector<double> numbers;
  switch (static_cast<ColorStepKind>(kind)) {
    case ColorStepKind::kBrightness:
      numbers = {random.Number(40), random.Uniform() * 2, random.Number(30), 0, 255};
      break;
    case ColorStepKind::kBlur: {
      const int reach = random.Chance(95) ? random.Below(6) : random.Below(60);
      double sum = 0;
      for (int distance = 0; distance <= reach; distance += 1)
        sum += (distance > 0 ? 2 : 1) * (numbers.emplace_back(exp(-distance * 0.3)), numbers.back());
      for (double& weight : numbers) weight /= sum;
      break;
    }
    case ColorStepKind::kPosterize: numbers = {static_cast<double>(random.Below(9))}; break;
    case ColorStepKind::kErase:
      for (int place = 0; place < 4; place += 1) numbers.push_back(random.Between(-3, 30));
      numbers.push_back(random.Below(2));
      numbers.push_back(random.Below(1 << 30));
      break;
    case ColorStepKind::kAutocontrast:
    case ColorStepKind::kEqualize: break;
    default: numbers = {random.Number(1.5)};
  }
  numbers.insert(numbers.begin(), {static_cast<double>(kind), static_cast<double>(numbers.size())});
  return numbers;
}

std::vector<double> RandomChange(Random& random, Size from, bool absurd) {
  const double reach = random.Chance(70) ? 1 : 5;
  std::vector<double> numbers = {random.Number(reach),
                                 random.Number(reach),
                                 random.Number(from.height * reach),
                                 random.Number(reach),
                                 random.Number(reach),
                                 random.Number(from.width * reach),
                                 random.Chance(50)   ? NAN
                                 : random.Chance(50) ? 0
                                                     : random.Number(30),
                                 random.Uniform() * 2,
                                 random.Number(30),
                                 0,
                                 255};
  const int steps = random.Below(4);
  numbers.push_back(steps);
  for (int step = 0; step < steps; step += 1) {
    const std::vector<double> more = RandomStep(random);
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  for (double& number : numbers)
    if (absurd && random.Chance(10)) number = random.Absurd();
  return numbers;
}

double Clamped(double value, double last) { return value > 0 ? std::min(value, last) : 0; }

// Maps a position into an image, and sets `beyond` if it was outside.
double Place(double value, int size, FillMode mode, bool* beyond) {
  const double last = size - 1;
  *beyond = *beyond || !(value >= 0 && value <= last);
  if (value >= 0 && value <= last) return value;
  if (mode == FillMode::kWrap && last > 0)
    return Clamped(value < 0 ? value + last * (trunc(-value / last) + 1) : value - last * trunc(value / last), last);
  if (mode != FillMode::kReflect) return Clamped(value, last);
  const double period = 2.0 * size, position = value + 0.5 - floor((value + 0.5) / period) * period;
  return Clamped((position < size ? position : period - position) - 0.5, last);
}

float Expected(const ImageBatch& batch, const float* image, const Matrix& matrix, int row, int column, int channel) {
  const Size from = batch.from;
  const double last_row = from.height - 1, last_column = from.width - 1;
  // In the order in which each interpolation adds.
  const double y0 = batch.interpolated ? matrix.rr * row + matrix.r0 + matrix.rc * column
                                       : matrix.rr * row + matrix.rc * column + matrix.r0;
  const double x0 = batch.interpolated ? matrix.cr * row + matrix.c0 + matrix.cc * column
                                       : matrix.cr * row + matrix.cc * column + matrix.c0;
  bool beyond = false;
  const double y = Place(y0, from.height, batch.fill.mode, &beyond),
               x = Place(x0, from.width, batch.fill.mode, &beyond);
  if (beyond && batch.fill.mode == FillMode::kConstant) return batch.fill.values[channel];
  const auto at = [&](int top, int left) {
    return image[(static_cast<size_t>(top) * from.width + left) * 3 + channel];
  };
  if (!batch.interpolated)
    return at(static_cast<int>(Clamped(y + 0.5, last_row)), static_cast<int>(Clamped(x + 0.5, last_column)));
  const int top = std::min(static_cast<int>(y), std::max(from.height - 2, 0)),
            left = std::min(static_cast<int>(x), std::max(from.width - 2, 0));
  const int below = from.height > 1 ? top + 1 : top, beside = from.width > 1 ? left + 1 : left;
  const float right = static_cast<float>(x - left), lower = static_cast<float>(y - top);
  const float above = at(top, left) + right * (at(top, beside) - at(top, left));
  const float under = at(below, left) + right * (at(below, beside) - at(below, left));
  return above + lower * (under - above);
}

// Blurs an image, rows first.
std::vector<float> Blurred(std::vector<float> image, Size size, const double* weights, size_t count) {
  for (const bool across : {true, false}) {
    const std::vector<float> before = image;
    for (int row = 0; row < size.height; row += 1)
      for (int at = 0; at < size.width * 3; at += 1) {
        const auto pixel = [&](int distance) {
          const int y = across ? row : std::min(std::max(row + distance, 0), size.height - 1);
          const int x = across ? std::min(std::max(at / 3 + distance, 0), size.width - 1) : at / 3;
          return before[(static_cast<size_t>(y) * size.width + x) * 3 + at % 3];
        };
        double sum = pixel(0) * weights[0];
        for (int distance = 1; distance < static_cast<int>(count); distance += 1)
          sum += (static_cast<double>(pixel(-distance)) + pixel(distance)) * weights[distance];
        image[static_cast<size_t>(row) * size.width * 3 + at] = static_cast<float>(sum);
      }
  }
  return image;
}

bool IsFinite(const Matrix& matrix) {
  for (const double number : {matrix.rr, matrix.rc, matrix.r0, matrix.cr, matrix.cc, matrix.c0})
    if (!(fabs(number) < 1e6)) return false;
  return true;
}

void CheckValues(const ImageBatch& batch, const std::vector<float>& result, Random& random, long call, uint64_t seed) {
  for (size_t index = 0; index < batch.changes.size(); index += 1) {
    const ImageChange& change = batch.changes[index];
    if (change.brightness.changes || !IsFinite(change.matrix)) continue;
    const float* image = batch.source + index * batch.from.Length();
    const float* changed = result.data() + index * batch.to.Length();
    const auto moved = [&](int row, int column, int channel) {
      return Expected(batch, image, change.matrix, row, column, channel);
    };
    if (change.steps.empty()) {
      for (int again = 0; again < 20; again += 1) {
        const int row = random.Below(batch.to.height), column = random.Below(batch.to.width), channel = random.Below(3);
        const float found = changed[(static_cast<size_t>(row) * batch.to.width + column) * 3 + channel],
                    expected = moved(row, column, channel);
        EXPECT(Same(found, expected), "%a instead of %a at row %d, column %d", found, expected, row, column);
      }
    } else if (change.steps.size() == 1 && change.steps[0].kind == ColorStepKind::kBlur && batch.range.scale[0] == 1) {
      std::vector<float> expected;
      for (int row = 0; row < batch.to.height; row += 1)
        for (int at = 0; at < batch.to.width * 3; at += 1) expected.push_back(moved(row, at / 3, at % 3));
      expected = Blurred(expected, batch.to, change.steps[0].numbers, change.steps[0].count);
      for (size_t at = 0; at < expected.size(); at += 1)
        EXPECT(Same(changed[at], expected[at]), "%a instead of %a in a blur", changed[at], expected[at]);
    }
  }
}

void One(Random& random, long call, uint64_t seed) {
  const bool absurd = random.Chance(30);
  ImageBatch batch;
  const auto side = [&] { return random.Chance(95) ? random.Between(1, 12) : random.Between(1, 70); };
  batch.from = {side(), side()};
  batch.to = {side(), side()};
  const int images = random.Below(4);
  for (int image = 0; image < images; image += 1) {
    const std::vector<double> more = RandomChange(random, batch.from, absurd);
    batch.numbers.insert(batch.numbers.end(), more.begin(), more.end());
  }
  if (absurd && random.Chance(20) && !batch.numbers.empty())
    batch.numbers.resize(random.Below(static_cast<int>(batch.numbers.size())));
  try {
    batch.changes = ReadChanges(batch.numbers);
  } catch (const std::invalid_argument&) {
    EXPECT(absurd, "changes of JavaScript are rejected");
    return;
  }
  // Exactly as long as required, so that ASan finds reads beyond the end.
  std::vector<float> source(batch.changes.size() * batch.from.Length());
  for (float& value : source)
    value = static_cast<float>(absurd && random.Chance(5) ? random.Absurd() : random.Uniform() * 255);
  batch.source = source.data();
  batch.room = source.size();
  batch.interpolated = random.Chance(60);
  batch.fill = {static_cast<FillMode>(random.Below(kFillModeCount)), {1, 100, 250}};
  if (random.Chance(30))
    batch.range = {{1 / 127.5, 1 / 127.5, absurd ? random.Absurd() : 1 / 127.5}, {-1, -1, -1}, {2, 1, 0}};
  std::vector<float> best(batch.changes.size() * batch.to.Length()), plain(best.size());
  batch.result = best.data();
  batch.Compute(BestImageLoops());
  batch.result = plain.data();
  batch.Compute(PlainLoops());
  for (size_t at = 0; at < best.size(); at += 1)
    EXPECT(Same(best[at], plain[at]), "%a instead of %a at %zu", best[at], plain[at], at);
  CheckValues(batch, best, random, call, seed);
}

}  // namespace

int main(int count, char** given) { return Drive(count, given, "image_batch", One); }
