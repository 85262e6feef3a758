// Resizes images as Pillow does, see resample.cc.
#pragma once

#include <stdint.h>

#include <vector>

namespace expgraph {

// The weights of each position add up to kOne.
constexpr int kWeightBits = 14;
constexpr int kOne = 1 << kWeightBits;

// For each position of the result: the first pixel that it reads, and the weights of the `count` pixels from there on.
struct Taps {
  int count = 1;
  std::vector<int> first;
  std::vector<int16_t> weights;
};

// Number of readable bytes after the pixels.
constexpr int kSlack = 32;

// Resizes uint8[height, width, 3] to uint8[rows, columns, 3], columns first.
using Resample = void (*)(const uint8_t* pixels, int width, const Taps& rows, const Taps& columns, uint8_t* result);

extern const Resample kPlainResample;
#if defined(__x86_64__)
extern const Resample kAvx2Resample;
#endif

}  // namespace expgraph
