// Changes the light of an image, see warp.h. For the loops that are compiled once for each kind of processor: it belongs to each of them alone.
#pragma once

#include <stddef.h>

#include "image-ops/warp.h"

namespace expgraph {
namespace {

// `low` and `high` are those of the image.
void ChangeLight(float* values, size_t count, float low, float high, const Light& light) {
  const float shift = light.shift, factor = light.factor, added = light.added, least = light.least, most = light.most;
  for (size_t at = 0; at < count; at += 1) {
    float value = values[at] + shift;
    value = value < low ? low : value;
    value = value > high ? high : value;
    value = value * factor + added;
    value = value < least ? least : value;
    values[at] = value > most ? most : value;
  }
}

}  // namespace
}  // namespace expgraph
