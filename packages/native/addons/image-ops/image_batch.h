// Augments the images of a batch: transforms them and changes their colors, with the fastest loops of this processor.
#pragma once

#include <stddef.h>

#include <vector>

#include "image-ops/recolor.h"
#include "image-ops/warp.h"

namespace expgraph {

// All changes of one image.
struct ImageChange {
  Matrix matrix;
  Brightness brightness;
  std::vector<ColorStep> steps;  // Their numbers are those that `ReadChanges` was given.
};

struct ImageLoops {
  Warp warp;
  Recolor recolor;
};

// Returns the fastest loops of this processor.
ImageLoops BestImageLoops();

// Returns whether an image has pixels, and at most as many numbers as an int can count.
bool IsSize(Size size);

// Reads the change of each image: [rr, rc, r0, cr, cc, c0, shift, factor, offset, minimum, maximum, number of steps],
// with NaN as the shift to keep the brightness; then [kind, count, numbers] of each step. Throws std::invalid_argument.
std::vector<ImageChange> ReadChanges(const std::vector<double>& numbers);

// Images float32[changes, from, 3], and their results float32[changes, to, 3], in other memory.
struct ImageBatch {
  const float* source = nullptr;
  size_t room = 0;  // Number of readable numbers from `source` on.
  float* result = nullptr;
  Size from = {0, 0}, to = {0, 0};
  bool interpolated = true;
  Fill fill = {FillMode::kNearest, {0, 0, 0}};
  Range range = {{1, 1, 1}, {0, 0, 0}, {0, 1, 2}};
  std::vector<double> numbers;  // Of the changes.
  std::vector<ImageChange> changes;

  void Compute(const ImageLoops& loops) const;
};

}  // namespace expgraph
