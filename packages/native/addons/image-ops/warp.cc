// The loops in which augmentation spends its time, with the same bits as the TypeScript of the images
// plugin on every processor. Compiled once for any processor and once for AVX2: `EXPGRAPH_LOOPS` is the name of each
// variant.
#include "image-ops/warp.h"

#if defined(__SSE__)
#include <immintrin.h>
#endif
#include <math.h>
#include <string.h>

#include <algorithm>
#include <vector>

#include "image-ops/adjust_brightness.h"

namespace expgraph {
namespace {

// A pixel, followed by a number that is not part of it.
typedef float Pixel __attribute__((vector_size(16)));

inline Pixel Load(const float* from) {
  Pixel pixel;
  memcpy(&pixel, from, sizeof pixel);
  return pixel;
}

#if defined(__SSE__)
inline Pixel Least(Pixel a, Pixel b) { return _mm_min_ps(a, b); }
inline Pixel Most(Pixel a, Pixel b) { return _mm_max_ps(a, b); }
#else
inline Pixel Least(Pixel a, Pixel b) { return a < b ? a : b; }
inline Pixel Most(Pixel a, Pixel b) { return a > b ? a : b; }
#endif

inline Pixel All(float value) { return Pixel{value, value, value, value}; }

// Clips a value to [0, last]; NaN becomes 0. In this form it compiles to two vector instructions.
template <typename Number>
inline Number Within(Number value, Number last) {
  const Number least = value > 0 ? value : 0;
  return least < last ? least : last;
}

// Returns the pixel at a position, clipped to [0, last]. Only numbers in the range of an int may be cast.
inline int PixelOf(double place, double last) { return static_cast<int>(Within(place, last)); }

// Maps a coordinate into [0, size - 1], as mapCoordinate of the images plugin's fill-mode.ts does.
double Map(double value, int size, FillMode mode) {
  const double last = size - 1;
  if (mode == FillMode::kWrap && last > 0) {
    // The result is clipped, since it is not exact for large numbers.
    return Within(value < 0      ? value + last * (trunc(-value / last) + 1)
                  : value > last ? value - last * trunc(value / last)
                                 : value,
                  last);
  }
  if (mode != FillMode::kReflect || (value >= 0 && value <= last)) return Within(value, last);
  const double period = 2.0 * size;
  const double position = value + 0.5 - floor((value + 0.5) / period) * period;
  return Within((position < size ? position : period - position) - 0.5, last);
}

// The source positions of the pixels of a row of the result.
class Row {
 public:
  Row(Size from, int columns)
      : from_(from), y_(columns), x_(columns), places(columns), rights(columns), lowers(columns), beyond(columns) {}

  // Sets `beyond` only for FillMode::kConstant, which reads nothing there.
  void Find(const Matrix& matrix, int row, FillMode mode) {
    const double row_y = matrix.rr * row + matrix.r0, row_x = matrix.cr * row + matrix.c0;
    const int columns = static_cast<int>(places.size()), width = from_.width;
    const int last_top = std::max(from_.height - 2, 0), last_left = std::max(width - 2, 0);
    const double last_row = from_.height - 1, last_column = width - 1;
    double *const y = y_.data(), *const x = x_.data();
    for (int column = 0; column < columns; column += 1) y[column] = row_y + matrix.rc * column;
    for (int column = 0; column < columns; column += 1) x[column] = row_x + matrix.cc * column;
    if (mode == FillMode::kNearest) {
      for (int column = 0; column < columns; column += 1) y[column] = Within(y[column], last_row);
      for (int column = 0; column < columns; column += 1) x[column] = Within(x[column], last_column);
    } else {
      MapAll(mode, last_row, last_column);
    }
    for (int column = 0; column < columns; column += 1) {
      // Both are within the image by now, whatever the matrix is.
      const int top = std::min(static_cast<int>(y[column]), last_top),
                left = std::min(static_cast<int>(x[column]), last_left);
      places[column] = (top * width + left) * 3;
      rights[column] = static_cast<float>(x[column] - left);
      lowers[column] = static_cast<float>(y[column] - top);
    }
  }

 private:
  // Maps positions into the image. NaN is outside.
  void MapAll(FillMode mode, double last_row, double last_column) {
    const int columns = static_cast<int>(places.size());
    double *const ys = y_.data(), *const xs = x_.data();
    const auto outside = [=](double y, double x) { return !(y >= 0 && y <= last_row && x >= 0 && x <= last_column); };
    if (mode == FillMode::kConstant) {
      for (int column = 0; column < columns; column += 1) {
        beyond[column] = outside(ys[column], xs[column]);
        if (beyond[column]) ys[column] = xs[column] = 0;
      }
      return;
    }
    for (int column = 0; column < columns; column += 1) {
      const double y = ys[column], x = xs[column];
      if (!outside(y, x)) continue;
      ys[column] = Map(y, from_.height, mode);
      xs[column] = Map(x, from_.width, mode);
    }
  }

  Size from_;
  std::vector<double> y_, x_;

 public:
  std::vector<int> places;            // Index of the upper left of four pixels.
  std::vector<float> rights, lowers;  // Fraction of the distance to the right and to the lower pixels.
  std::vector<char> beyond;
};

// How each pixel is processed when it is written.
enum class Then { kNothing, kScale, kSearch };

struct BilinearWriter {
  const float* source;
  ptrdiff_t beside, below;
  Pixel fill;
  Pixel factor, added, least, most;
  Pixel low, high;  // Bounds of the written values.

  // Writes a row of the result. Nothing is written after the last row.
  template <bool constant, Then then>
  void Write(const Row& row, float* result, bool last) {
    const int columns = static_cast<int>(row.places.size());
    Pixel lowest = low, highest = high;
    for (int column = 0; column < columns; column += 1, result += 3) {
      Pixel pixel = fill;
      if (!constant || !row.beyond[column]) {
        const float* upper = source + row.places[column];
        const float* lower = upper + below;
        const Pixel right = All(row.rights[column]);
        const Pixel upper_left = Load(upper), lower_left = Load(lower);
        const Pixel above = upper_left + right * (Load(upper + beside) - upper_left);
        pixel = above + All(row.lowers[column]) * (lower_left + right * (Load(lower + beside) - lower_left) - above);
      }
      if (then == Then::kScale) pixel = Least(Most(pixel * factor + added, least), most);
      if (then == Then::kSearch) {
        lowest = Least(pixel, lowest);
        highest = Most(pixel, highest);
      }
      memcpy(result, &pixel, last && column == columns - 1 ? 3 * sizeof(float) : sizeof pixel);
    }
    low = lowest;
    high = highest;
  }

  void Write(const Row& row, float* result, bool last, bool constant, Then then) {
    if (then == Then::kNothing)
      return constant ? Write<true, Then::kNothing>(row, result, last)
                      : Write<false, Then::kNothing>(row, result, last);
    if (then == Then::kScale)
      return constant ? Write<true, Then::kScale>(row, result, last) : Write<false, Then::kScale>(row, result, last);
    return constant ? Write<true, Then::kSearch>(row, result, last) : Write<false, Then::kSearch>(row, result, last);
  }
};

float LeastOf(Pixel pixel) { return std::min({pixel[0], pixel[1], pixel[2]}); }
float MostOf(Pixel pixel) { return std::max({pixel[0], pixel[1], pixel[2]}); }

void WarpBilinear(const float* source, Size from, float* result, Size to, const Fill& fill, const Matrix& matrix,
                  const Brightness& brightness) {
  // In an image of one row or column, a pixel is its own neighbor.
  const ptrdiff_t beside = from.width > 1 ? 3 : 0, below = from.height > 1 ? 3 * static_cast<ptrdiff_t>(from.width) : 0;
  const Then then = !brightness.changes ? Then::kNothing : brightness.shift == 0 ? Then::kScale : Then::kSearch;
  BilinearWriter writer = {source,
                           beside,
                           below,
                           Pixel{fill.values[0], fill.values[1], fill.values[2], 0},
                           All(brightness.factor),
                           All(brightness.offset),
                           All(brightness.minimum),
                           All(brightness.maximum),
                           All(INFINITY),
                           All(-INFINITY)};
  Row row(from, to.width);
  const size_t length = static_cast<size_t>(to.width) * 3;
  for (int index = 0; index < to.height; index += 1) {
    row.Find(matrix, index, fill.mode);
    writer.Write(row, result + index * length, index == to.height - 1, fill.mode == FillMode::kConstant, then);
  }
  if (then == Then::kSearch)
    AdjustBrightness(result, to.Length(), LeastOf(writer.low), MostOf(writer.high), brightness);
}

void WarpNearest(const float* source, Size from, float* result, Size to, const Fill& fill, const Matrix& matrix,
                 const Brightness& brightness) {
  const double last_row = from.height - 1, last_column = from.width - 1;
  float* written = result;
  for (int row = 0; row < to.height; row += 1) {
    for (int column = 0; column < to.width; column += 1, written += 3) {
      // The order of the sums matters: rounding decides which pixel is the nearest.
      double y = matrix.rr * row + matrix.rc * column + matrix.r0, x = matrix.cr * row + matrix.cc * column + matrix.c0;
      const float* pixel = fill.values;
      const bool outside = y < 0 || y > last_row || x < 0 || x > last_column;
      if (!outside || fill.mode != FillMode::kConstant) {
        if (outside) {
          y = Map(y, from.height, fill.mode);
          x = Map(x, from.width, fill.mode);
        }
        const int top = PixelOf(y + 0.5, last_row), left = PixelOf(x + 0.5, last_column);
        pixel = source + (static_cast<size_t>(top) * from.width + left) * 3;
      }
      memcpy(written, pixel, 3 * sizeof(float));
    }
  }
  if (!brightness.changes) return;
  const auto bounds = std::minmax_element(result, result + to.Length());
  AdjustBrightness(result, to.Length(), *bounds.first, *bounds.second, brightness);
}

void Run(const float* source, Size from, float* result, Size to, bool interpolated, const Fill& fill,
         const Matrix& matrix, const Brightness& brightness) {
  (interpolated ? WarpBilinear : WarpNearest)(source, from, result, to, fill, matrix, brightness);
}

}  // namespace

const Warp EXPGRAPH_LOOPS = Run;

}  // namespace expgraph
