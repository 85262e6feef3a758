// Brings images to another size as Pillow does, see resample.cc.
#pragma once

#include <stdint.h>

#include <vector>

namespace expgraph {

// The weights of what a place reads add up to this.
constexpr int kWeightBits = 14;
constexpr int kOne = 1 << kWeightBits;

// For each place of the result: where it begins to read, and the weights of what it reads. `count` of them for each.
struct Taps {
  int count = 1;
  std::vector<int> first;
  std::vector<int16_t> weights;
};

// What is readable behind the pixels.
constexpr int kSlack = 32;

// uint8[height, width, 3] to uint8[rows, columns, 3], columns first.
using Resample = void (*)(const uint8_t* pixels, int width, const Taps& rows, const Taps& columns, uint8_t* result);

extern const Resample kPlainResample;
#if defined(__x86_64__)
extern const Resample kAvx2Resample;
#endif

}  // namespace expgraph
