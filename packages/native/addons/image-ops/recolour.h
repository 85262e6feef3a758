// Changes the colours of images, see recolour.cc.
#pragma once

#include <stddef.h>

#include "image-ops/warp.h"

namespace expgraph {

// In the order of the images plugin's colour-numbers.ts.
enum class Colouring { kLight, kContrast, kSaturation, kHue, kSharpness, kBlur, kAutocontrast, kEqualize, kPosterize, kSolarize, kErase };
constexpr int kColourings = 11;

// One change, and its numbers: those that image_batch.cc lets pass.
struct ColourStep {
  Colouring kind;
  const double* numbers;
  size_t count;
};

// How grey levels 0..255, red first, are expressed: value = level * scale + offset; each channel is that one of red, green and blue.
struct Range {
  double scale[3], offset[3];
  int channels[3];
};

// float32[height, width, 3] in place.
using Recolour = void (*)(float* image, Size size, const ColourStep* steps, size_t count, const Range& range);

extern const Recolour kPlainRecolour;
#if defined(__x86_64__)
extern const Recolour kAvx2Recolour;
#endif

}  // namespace expgraph
