// Applies affine transforms and brightness changes to images, see warp.cc.
#pragma once

#include <stddef.h>

#include "common/generated/enums.h"

namespace expgraph {

struct Size {
  int height, width;

  size_t Length() const { return static_cast<size_t>(height) * width * 3; }
};

// How an image continues beyond its edges.
struct Fill {
  FillMode mode;
  float values[3];  // For FillMode::kConstant.
};

// A change of brightness: adds `shift`, clipped to the lowest and the highest value of the image; then multiplies by
// `factor`, adds `offset`, and clips to `minimum` and `maximum`.
struct Brightness {
  bool changes;
  float shift, factor, offset, minimum, maximum;
};

// Maps [row, column, 1] of the result to the row and column of the source: y = rr row + rc column + r0.
struct Matrix {
  double rr, rc, r0, cr, cc, c0;
};

// How many numbers after the end of the source may be read.
constexpr size_t kReadBehind = 1;

// Transforms float32[height, width, 3] to another size, in other memory. Interpolates between pixels if `interpolated`,
// or takes the nearest.
using Warp = void (*)(const float* source, Size from, float* result, Size to, bool interpolated, const Fill& fill,
                      const Matrix& matrix, const Brightness& brightness);

extern const Warp kPlainWarp;
#if defined(__x86_64__)
extern const Warp kAvx2Warp;
#endif

}  // namespace expgraph
