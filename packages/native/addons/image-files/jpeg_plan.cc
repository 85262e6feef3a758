#include <math.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "image-files/jpeg_file.h"

namespace expgraph {
namespace {

constexpr size_t kNumbers = 8;
// Maximum length of a side of the result, far more than that of any JPEG file.
constexpr double kMostPixels = 1 << 24;

bool IsInteger(double number, double least, double most) {
  return number >= least && number <= most && number == trunc(number);
}

}  // namespace

JpegPlan ReadJpegPlan(const double* numbers, size_t count) {
  JpegPlan plan;
  const auto axis = [numbers](size_t at) -> Axis {
    const bool is_integer = IsInteger(numbers[at + 2], 1, kMostPixels);
    return {numbers[at], numbers[at + 1], is_integer ? static_cast<int>(numbers[at + 2]) : 0};
  };
  const bool known = count == kNumbers && (numbers[0] == 1 || numbers[0] == 2 || numbers[0] == 4 || numbers[0] == 8) &&
                     IsInteger(numbers[1], 0, kInterpolationCount - 1);
  if (known) {
    plan.ratio = static_cast<int>(numbers[0]);
    plan.interpolation = static_cast<Interpolation>(static_cast<int>(numbers[1]));
    plan.rows = axis(2);
    plan.columns = axis(5);
  }
  constexpr double kFinite = std::numeric_limits<int32_t>::max();
  if (!known || !IsWithin(plan.rows, kFinite) || !IsWithin(plan.columns, kFinite))
    throw std::invalid_argument(
        "`plan` must be [ratio, interpolation, top, height, rows, left, width, columns] of a part of an image");
  return plan;
}

Resample BestResample() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return kAvx2Resample;
#endif
  return kPlainResample;
}

bool ResizePixels(const uint8_t* pixels, int height, int width, const JpegPlan& plan, Resample resample,
                  uint8_t* levels) {
  thread_local KeptTaps row_taps, column_taps;
  if (!IsWithin(plan.rows, height) || !IsWithin(plan.columns, width)) return false;
  resample(pixels, width, row_taps.Of(height, plan.rows, plan.interpolation),
           column_taps.Of(width, plan.columns, plan.interpolation), levels);
  return true;
}

}  // namespace expgraph
