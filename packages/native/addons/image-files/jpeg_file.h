// Decodes JPEG files with TensorFlow's libjpeg-turbo and brings them to a size. sharp, which does the same for every format, takes three times
// as long for it.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "image-files/level_values.h"
#include "image-files/taps.h"

namespace expgraph {

// To how many pixels a file is decoded, and which of them go where.
struct JpegPlan {
  int ratio = 1;  // 1, 2, 4 or 8: sides are decoded to so many times fewer pixels.
  Axis rows = {0, 0, 0}, columns = {0, 0, 0};
  Interpolation interpolation = kBilinear;

  size_t Count() const { return static_cast<size_t>(rows.count) * columns.count * 3; }
};

// [ratio, interpolation, top, height, rows, left, width, columns]. Throws std::invalid_argument.
JpegPlan ReadJpegPlan(const double* numbers, size_t count);

// Brings uint8[height, width, 3], behind which kSlack bytes are readable, to uint8[rows, columns, 3]. Returns false for a plan that reaches
// beyond the pixels.
bool ResizePixels(const uint8_t* pixels, int height, int width, const JpegPlan& plan, Resample resample, uint8_t* levels);

// The fastest loops of this processor.
Resample BestResample();

// Levels of red, green and blue into `levels`, or what they become into `values`: null is the other. Returns false for a file that cannot be
// decoded without a warning, or is smaller than the plan says.
bool DecodeJpegFile(const uint8_t* file, size_t size, const JpegPlan& plan, uint8_t* levels, const LevelValues& become, float* values);

}  // namespace expgraph
