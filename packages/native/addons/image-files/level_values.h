// Maps the levels of images to values.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace expgraph {

constexpr size_t kValueCount = 3 * 256;

// The values of the levels of each channel, and the order of channels.
struct LevelValues {
  const float* of_levels = nullptr;  // [3, 256]
  bool reversed = false;             // Whether the result has the order blue, green, red.

  // Returns whether values equal levels.
  bool AreLevels() const {
    for (size_t index = 0; index < kValueCount; index += 1) {
      if (of_levels[index] != (index & 255)) return false;
    }
    return !reversed;
  }

  // Writes `count` values, three for each pixel.
  void Write(const uint8_t* levels, size_t count, float* values) const {
    if (AreLevels()) {
      // The compiler vectorizes this loop, which is faster than lookups.
      for (size_t at = 0; at < count; at += 1) values[at] = levels[at];
      return;
    }
    const int first = reversed ? 2 : 0, last = 2 - first;
    for (size_t at = 0; at < count; at += 3) {
      values[at] = of_levels[levels[at + first]];
      values[at + 1] = of_levels[256 + levels[at + 1]];
      values[at + 2] = of_levels[512 + levels[at + last]];
    }
  }
};

}  // namespace expgraph
