// Changes the brightness of an image, see warp.h. In an unnamed namespace, since the files that include it are compiled
// once for each instruction set.
#pragma once

#include <stddef.h>

#include "image-ops/warp.h"

namespace expgraph {
namespace {

// `low` and `high` are the lowest and the highest value of the image.
void AdjustBrightness(float* values, size_t count, float low, float high, const Brightness& brightness) {
  const float shift = brightness.shift, factor = brightness.factor, offset = brightness.offset;
  const float minimum = brightness.minimum, maximum = brightness.maximum;
  for (size_t at = 0; at < count; at += 1) {
    float value = values[at] + shift;
    value = value < low ? low : value;
    value = value > high ? high : value;
    value = value * factor + offset;
    value = value < minimum ? minimum : value;
    values[at] = value > maximum ? maximum : value;
  }
}

}  // namespace
}  // namespace expgraph
