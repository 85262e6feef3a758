// Decodes JPEG files with TensorFlow's libjpeg-turbo and resizes them. sharp, which does this for all formats, takes
// three times as long.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "image-files/level_values.h"
#include "image-files/taps.h"

namespace expgraph {

// How a file is decoded and which part of it is resized to which size.
struct JpegPlan {
  int ratio = 1;  // 1, 2, 4 or 8: the factor by which the decoder reduces the sides.
  Axis rows = {0, 0, 0}, columns = {0, 0, 0};
  Interpolation interpolation = Interpolation::kBilinear;

  size_t Count() const { return static_cast<size_t>(rows.count) * columns.count * 3; }
};

// Reads [ratio, interpolation, top, height, rows, left, width, columns]. Throws std::invalid_argument.
JpegPlan ReadJpegPlan(const double* numbers, size_t count);

// Resizes a part of uint8[height, width, 3], followed by kSlack readable bytes, to uint8[rows, columns, 3]. Returns
// false if the plan exceeds the image.
bool ResizePixels(const uint8_t* pixels, int height, int width, const JpegPlan& plan, Resample resample,
                  uint8_t* levels);

// Returns the fastest loops of this processor.
Resample BestResample();

// Decodes a file into `levels`, in the order red, green, blue, or into `values`; the other one is null. Returns false
// if the file cannot be decoded without a warning, or is smaller than the plan requires.
bool DecodeJpegFile(const uint8_t* file, size_t size, const JpegPlan& plan, uint8_t* levels, const LevelValues& become,
                    float* values);

}  // namespace expgraph
