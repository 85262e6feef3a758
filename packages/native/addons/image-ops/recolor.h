// Changes the colors of images, see recolor.cc.
#pragma once

#include <stddef.h>

#include "image-ops/warp.h"

namespace expgraph {

// A change of the colors of an image, with the numbers that its kind needs, which image_batch.cc has checked.
struct ColorStep {
  ColorStepKind kind;
  const double* numbers;
  size_t count;
};

// How values express levels 0..255: value = level * scale + offset. `channels` has the RGB channel of each channel.
struct Range {
  double scale[3], offset[3];
  int channels[3];
};

// Changes float32[height, width, 3] in place.
using Recolor = void (*)(float* image, Size size, const ColorStep* steps, size_t count, const Range& range);

extern const Recolor kPlainRecolor;
#if defined(__x86_64__)
extern const Recolor kAvx2Recolor;
#endif

}  // namespace expgraph
