#include "image-files/taps.h"

#include <math.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace expgraph {
namespace {

// Tolerance for rounding errors in sums of fractions of pixels.
constexpr double kTolerance = 1e-6;

double KernelOf(Interpolation interpolation, double distance) {
  const double x = fabs(distance);
  if (interpolation == Interpolation::kBilinear) return std::max(0.0, 1 - x);
  // Keys' cubic convolution with a = -0.5 (1981).
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

// Appends the weights as integers whose sum is kOne. The largest gets the rounding error.
void AddWhole(const std::vector<double>& weights, std::vector<int16_t>& taps) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const size_t begin = taps.size();
  int left = kOne;
  for (const double weight : weights) {
    taps.push_back(static_cast<int16_t>(lround(weight / sum * kOne)));
    left -= taps.back();
  }
  *std::max_element(taps.begin() + begin, taps.end()) += left;
}

}  // namespace

bool IsWithin(const Axis& axis, double size) {
  return axis.start >= 0 && axis.length > 0 && axis.count > 0 && axis.start + axis.length <= size + kTolerance;
}

Taps TapsOf(int size, const Axis& axis, Interpolation interpolation) {
  Taps taps;
  const bool nearest = interpolation == Interpolation::kNearest;
  const double scale = axis.length / axis.count, stretch = std::max(scale, 1.0);
  const double reach = (interpolation == Interpolation::kBilinear ? 1 : 2) * stretch;
  taps.count = nearest ? 1 : std::min(static_cast<int>(ceil(2 * reach)), size);
  for (int index = 0; index < axis.count; index += 1) {
    const double center = axis.start + (index + 0.5) * scale;
    const int wanted = static_cast<int>(nearest ? center : floor(center - reach + 0.5));
    const int first = std::min(std::max(wanted, 0), size - taps.count);
    std::vector<double> weights;
    for (int tap = first; tap < first + taps.count; tap += 1) {
      weights.push_back(nearest ? 1 : KernelOf(interpolation, (tap + 0.5 - center) / stretch));
    }
    taps.first.push_back(first);
    AddWhole(weights, taps.weights);
  }
  return taps;
}

const Taps& KeptTaps::Of(int size, const Axis& axis, Interpolation interpolation) {
  if (size != size_ || !(axis == axis_) || interpolation != interpolation_) taps_ = TapsOf(size, axis, interpolation);
  size_ = size;
  axis_ = axis;
  interpolation_ = interpolation;
  return taps_;
}

}  // namespace expgraph
