// Brings images to another size as Pillow does, see resample.cc.
#pragma once

#include <stdint.h>

#include <vector>

namespace expgraph {

// For each place of the result: where it begins to read, and the weights of what it reads, which add up to 1. `count` of them for each.
struct Taps {
  int count = 1;
  std::vector<int> first;
  std::vector<float> weights;
};

// uint8[height, width, 3] to uint8[rows, columns, 3], columns first; there is one rounding, at the end.
using Resample = void (*)(const uint8_t* pixels, int width, const Taps& rows, const Taps& columns, uint8_t* result);

extern const Resample kPlainResample;
#if defined(__x86_64__)
extern const Resample kAvx2Resample;
#endif

}  // namespace expgraph
