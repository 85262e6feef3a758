// Moves images and changes their light, see warp.cc.
#pragma once

#include <stddef.h>

namespace expgraph {

struct Size {
  int height, width;

  size_t Length() const { return static_cast<size_t>(height) * width * 3; }
};

// By the place of their names in the images plugin's fill-mode.ts.
enum Beyond { kNearest, kConstant, kReflect, kWrap };

// What lies beyond the edges of an image.
struct Fill {
  Beyond mode;
  float values[3];  // Of kConstant.
};

// Adds `shift`, not beyond the lowest and the highest value of the image; then multiplies and adds, not beyond `least` and `most`.
struct Light {
  bool changes;
  float shift, factor, added, least, most;
};

// From [row, column, 1] of the result to those of the source: y = rr row + rc column + r0.
struct Matrix {
  double rr, rc, r0, cr, cc, c0;
};

// What may be read behind the numbers of the source.
constexpr size_t kReadBehind = 1;

// float32[height, width, 3] to float32 of another size, which is not the same memory.
// Between pixels where `interpolated`, else the nearest of them.
using Warp = void (*)(const float* source, Size from, float* result, Size to, bool interpolated, const Fill& fill, const Matrix& matrix,
                      const Light& light);

extern const Warp kPlainWarp;
#if defined(__x86_64__)
extern const Warp kAvx2Warp;
#endif

}  // namespace expgraph
