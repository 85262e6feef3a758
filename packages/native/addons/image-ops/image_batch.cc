#include "image-ops/image_batch.h"

#include <math.h>
#include <stdint.h>

#include <stdexcept>
#include <string>

namespace expgraph {
namespace {

constexpr size_t kHead = 12;
// Weights to one side of a blur: it would go on for hours with more.
constexpr double kMostWeights = 1 << 20;
// Whole numbers beyond it are not exact.
constexpr double kMostSeed = 9007199254740992.0;

[[noreturn]] void Refuse(const std::string& what) { throw std::invalid_argument("`changes` must have " + what); }

bool IsWhole(double number, double least, double most) { return number >= least && number <= most && number == trunc(number); }

// Fewer than a kind needs, or such as its loops do not take.
void CheckStep(const ColourStep& step) {
  const auto need = [&](size_t count) {
    if (step.count < count) Refuse(std::to_string(count) + " numbers or more for a step of kind " + std::to_string(static_cast<int>(step.kind)));
  };
  switch (step.kind) {
    case Colouring::kLight: return need(5);
    case Colouring::kContrast:
    case Colouring::kSaturation:
    case Colouring::kHue:
    case Colouring::kSharpness:
    case Colouring::kSolarize: return need(1);
    case Colouring::kBlur: return need(1);
    case Colouring::kPosterize:
      need(1);
      if (!IsWhole(step.numbers[0], 0, 8)) Refuse("0 to 8 bits for posterize");
      return;
    case Colouring::kErase:
      need(6);
      if (step.numbers[4] != 0 && !IsWhole(step.numbers[5], -kMostSeed, kMostSeed)) Refuse("a whole number as the seed of an erasure");
      return;
    case Colouring::kAutocontrast:
    case Colouring::kEqualize: return;
  }
}

// Goes through numbers, never beyond their end.
class Reader {
 public:
  explicit Reader(const std::vector<double>& numbers) : numbers_(numbers) {}

  bool AtEnd() const { return at_ == numbers_.size(); }

  const double* Take(double count, double most, const char* what) {
    const size_t left = numbers_.size() - at_;
    if (!IsWhole(count, 0, most) || count > static_cast<double>(left)) Refuse(what);
    const double* taken = numbers_.data() + at_;
    at_ += static_cast<size_t>(count);
    return taken;
  }

 private:
  const std::vector<double>& numbers_;
  size_t at_ = 0;
};

ColourStep ReadStep(Reader* reader) {
  const double* head = reader->Take(2, 2, "a kind and a count for each step");
  if (!IsWhole(head[0], 0, kColourings - 1)) Refuse("kinds of steps from 0 to " + std::to_string(kColourings - 1));
  const double* numbers = reader->Take(head[1], kMostWeights, "as many numbers as their steps say, 1,048,576 at most");
  const ColourStep step = {static_cast<Colouring>(static_cast<int>(head[0])), numbers, static_cast<size_t>(head[1])};
  CheckStep(step);
  return step;
}

}  // namespace

ImageLoops BestImageLoops() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return {kAvx2Warp, kAvx2Recolour};
#endif
  return {kPlainWarp, kPlainRecolour};
}

bool IsSize(Size size) { return size.height > 0 && size.width > 0 && size.Length() <= INT32_MAX; }

std::vector<ImageChange> ReadChanges(const std::vector<double>& numbers) {
  std::vector<ImageChange> changes;
  Reader reader(numbers);
  while (!reader.AtEnd()) {
    const double* head = reader.Take(kHead, kHead, "12 numbers for each image");
    const auto light = [head](int index) { return static_cast<float>(head[6 + index]); };
    ImageChange change = {{head[0], head[1], head[2], head[3], head[4], head[5]},
                          {!isnan(head[6]), light(0), light(1), light(2), light(3), light(4)},
                          {}};
    // Each takes two numbers at least: an absurd count ends with those that there are.
    if (!IsWhole(head[11], 0, static_cast<double>(numbers.size()))) Refuse("a whole number of steps for each image");
    for (double left = head[11]; left > 0; left -= 1) change.steps.push_back(ReadStep(&reader));
    changes.push_back(std::move(change));
  }
  return changes;
}

void ImageBatch::Compute(const ImageLoops& loops) const {
  std::vector<float> copy;
  for (size_t index = 0; index < changes.size(); index += 1) {
    const float* image = source + index * from.Length();
    // Nothing may be read behind the end of the array.
    if ((index + 1) * from.Length() + kReadBehind > room) {
      copy.assign(image, image + from.Length());
      copy.resize(copy.size() + kReadBehind);
      image = copy.data();
    }
    const ImageChange& change = changes[index];
    float* changed = result + index * to.Length();
    loops.warp(image, from, changed, to, interpolated, fill, change.matrix, change.light);
    if (!change.steps.empty()) loops.recolour(changed, to, change.steps.data(), change.steps.size(), range);
  }
}

}  // namespace expgraph
