#include "image-ops/image_batch.h"

#include <math.h>
#include <stdint.h>

#include <stdexcept>
#include <string>

namespace expgraph {
namespace {

constexpr size_t kHead = 12;
// Weights on one side of a blur: more would take hours.
constexpr double kMostWeights = 1 << 20;
// Larger integers are not exact in a double.
constexpr double kMostSeed = 9007199254740992.0;

[[noreturn]] void Reject(const std::string& what) { throw std::invalid_argument("`changes` must have " + what); }

bool IsInteger(double number, double least, double most) {
  return number >= least && number <= most && number == trunc(number);
}

// Throws unless a step has the numbers that its kind needs.
void CheckStep(const ColorStep& step) {
  const auto need = [&](size_t count) {
    if (step.count < count)
      Reject(std::to_string(count) + " numbers or more for a step of kind " +
             kColorStepKindNames[static_cast<int>(step.kind)]);
  };
  switch (step.kind) {
    case ColorStepKind::kBrightness: return need(5);
    case ColorStepKind::kContrast:
    case ColorStepKind::kSaturation:
    case ColorStepKind::kHue:
    case ColorStepKind::kSharpness:
    case ColorStepKind::kSolarize:
    case ColorStepKind::kBlur: return need(1);
    case ColorStepKind::kPosterize:
      need(1);
      if (!IsInteger(step.numbers[0], 0, 8)) Reject("0 to 8 bits for posterize");
      return;
    case ColorStepKind::kErase:
      need(6);
      if (step.numbers[4] != 0 && !IsInteger(step.numbers[5], -kMostSeed, kMostSeed))
        Reject("an integer as the seed of an erasure");
      return;
    case ColorStepKind::kAutocontrast:
    case ColorStepKind::kEqualize: return;
  }
}

// Reads numbers one after another, never beyond their end.
class Reader {
 public:
  explicit Reader(const std::vector<double>& numbers) : numbers_(numbers) {}

  bool AtEnd() const { return at_ == numbers_.size(); }

  const double* Take(double count, double most, const char* what) {
    const size_t left = numbers_.size() - at_;
    if (!IsInteger(count, 0, most) || count > static_cast<double>(left)) Reject(what);
    const double* taken = numbers_.data() + at_;
    at_ += static_cast<size_t>(count);
    return taken;
  }

 private:
  const std::vector<double>& numbers_;
  size_t at_ = 0;
};

ColorStep ReadStep(Reader* reader) {
  const double* head = reader->Take(2, 2, "a kind and a count for each step");
  if (!IsInteger(head[0], 0, kColorStepKindCount - 1))
    Reject("kinds of steps from 0 to " + std::to_string(kColorStepKindCount - 1));
  const double* numbers =
      reader->Take(head[1], kMostWeights, "as many numbers as their steps announce, 1,048,576 at most");
  const ColorStep step = {static_cast<ColorStepKind>(static_cast<int>(head[0])), numbers, static_cast<size_t>(head[1])};
  CheckStep(step);
  return step;
}

}  // namespace

ImageLoops BestImageLoops() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return {kAvx2Warp, kAvx2Recolor};
#endif
  return {kPlainWarp, kPlainRecolor};
}

bool IsSize(Size size) { return size.height > 0 && size.width > 0 && size.Length() <= INT32_MAX; }

std::vector<ImageChange> ReadChanges(const std::vector<double>& numbers) {
  std::vector<ImageChange> changes;
  Reader reader(numbers);
  while (!reader.AtEnd()) {
    const double* head = reader.Take(kHead, kHead, "12 numbers for each image");
    const auto brightness = [head](int index) { return static_cast<float>(head[6 + index]); };
    ImageChange change = {{head[0], head[1], head[2], head[3], head[4], head[5]},
                          {!isnan(head[6]), brightness(0), brightness(1), brightness(2), brightness(3), brightness(4)},
                          {}};
    // Each step takes at least two numbers, so an absurd count ends with the numbers.
    if (!IsInteger(head[11], 0, static_cast<double>(numbers.size())))
      Reject("an integer as the number of steps of each image");
    const auto steps = static_cast<size_t>(head[11]);
    for (size_t step = 0; step < steps; step += 1) change.steps.push_back(ReadStep(&reader));
    changes.push_back(std::move(change));
  }
  return changes;
}

void ImageBatch::Compute(const ImageLoops& loops) const {
  std::vector<float> copy;
  for (size_t index = 0; index < changes.size(); index += 1) {
    const float* image = source + index * from.Length();
    // The loops read beyond the end of the image: the last one of the array is copied.
    if ((index + 1) * from.Length() + kReadBehind > room) {
      copy.assign(image, image + from.Length());
      copy.resize(copy.size() + kReadBehind);
      image = copy.data();
    }
    const ImageChange& change = changes[index];
    float* changed = result + index * to.Length();
    loops.warp(image, from, changed, to, interpolated, fill, change.matrix, change.brightness);
    if (!change.steps.empty()) loops.recolor(changed, to, change.steps.data(), change.steps.size(), range);
  }
}

}  // namespace expgraph
