// Which pixels each position of a resized image reads, with which weights.
#pragma once

#include "common/generated/enums.h"
#include "image-files/resample.h"

namespace expgraph {

// The part of an axis that is resized, in pixels, and the number of pixels of the result.
struct Axis {
  double start, length;
  int count;

  bool operator==(const Axis& other) const {
    return start == other.start && length == other.length && count == other.count;
  }
};

// Returns whether the part and the result have pixels, and the part lies within an image of `size`.
bool IsWithin(const Axis& axis, double size);

// Returns the taps of an axis, which must be within `size`: the same as in the images plugin's resample.ts.
Taps TapsOf(int size, const Axis& axis, Interpolation interpolation);

// Caches the taps for images of the same size.
class KeptTaps {
 public:
  const Taps& Of(int size, const Axis& axis, Interpolation interpolation);

 private:
  int size_ = 0;
  Axis axis_ = {0, 0, 0};
  Interpolation interpolation_ = Interpolation::kBilinear;
  Taps taps_;
};

}  // namespace expgraph
