// Moves images of a batch and changes their colors, with the fastest loops of this processor.
#pragma once

#include <stddef.h>

#include <vector>

#include "image-ops/recolour.h"
#include "image-ops/warp.h"

namespace expgraph {

// All that is done to one image.
struct ImageChange {
  Matrix matrix;
  Light light;
  std::vector<ColourStep> steps;  // Their numbers are where they were read.
};

struct ImageLoops {
  Warp warp;
  Recolour recolour;
};

// Of this processor.
ImageLoops BestImageLoops();

// Whether an image has pixels, and not too many to count in an int.
bool IsSize(Size size);

// Reads the change of each image: [rr, rc, r0, cr, cc, c0, shift, factor, added, least, most, steps], of which shift is not a number where light
// is left as it is; then of each step [kind, count, numbers]. Throws std::invalid_argument.
std::vector<ImageChange> ReadChanges(const std::vector<double>& numbers);

// Images float32[changes, from, 3], and what they become, float32[changes, to, 3], on other memory.
struct ImageBatch {
  const float* source = nullptr;
  size_t room = 0;  // From `source` on.
  float* result = nullptr;
  Size from = {0, 0}, to = {0, 0};
  bool interpolated = true;
  Fill fill = {kNearest, {0, 0, 0}};
  Range range = {{1, 1, 1}, {0, 0, 0}, {0, 1, 2}};
  std::vector<double> numbers;  // Of the changes.
  std::vector<ImageChange> changes;

  void Compute(const ImageLoops& loops) const;
};

}  // namespace expgraph
