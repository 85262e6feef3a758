// Which pixels of an image a place of its resized version reads, and with which weights.
#pragma once

#include "image-files/resample.h"

namespace expgraph {

enum Interpolation { kBilinear, kNearest, kBicubic };
constexpr int kInterpolations = 3;

// What of an image is used, in pixels, and to how many it is brought.
struct Axis {
  double start, length;
  int count;

  bool operator==(const Axis& other) const { return start == other.start && length == other.length && count == other.count; }
};

// Whether an axis has pixels, and lies within an image of `size`.
bool IsWithin(const Axis& axis, double size);

// Those of an axis that is within `size`. The same as in the images plugin's resample.ts.
Taps TapsOf(int size, const Axis& axis, Interpolation interpolation);

// Those of the image before, where it was as large.
class KeptTaps {
 public:
  const Taps& Of(int size, const Axis& axis, Interpolation interpolation);

 private:
  int size_ = 0;
  Axis axis_ = {0, 0, 0};
  Interpolation interpolation_ = kBilinear;
  Taps taps_;
};

}  // namespace expgraph
