// The loops that bring an image to another size. Compiled once for any processor and once for those with AVX2: `EXPGRAPH_LOOPS` is the
// name of each.
#include "resample.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif
#include <string.h>

namespace expgraph {
namespace {

// A pixel and one value more.
typedef float Pixel __attribute__((vector_size(16)));

// sums[length] of so many rows below each other, weighted. A number that the compiler knows keeps a sum in a register.
template <int count>
void AddUpRows(const uint8_t* __restrict pixels, int length, const float* __restrict weights, bool more, float* __restrict sums) {
  int at = 0;
#if defined(__AVX2__)
  for (; at + 8 <= length; at += 8) {
    __m256 sum = more ? _mm256_loadu_ps(sums + at) : _mm256_setzero_ps();
    for (int tap = 0; tap < count; tap += 1) {
      const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(pixels + at + tap * length));
      sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)), _mm256_set1_ps(weights[tap]), sum);
    }
    _mm256_storeu_ps(sums + at, sum);
  }
#endif
  for (; at < length; at += 1) {
    float sum = more ? sums[at] : 0;
    for (int tap = 0; tap < count; tap += 1) sum += static_cast<float>(pixels[at + tap * length]) * weights[tap];
    sums[at] = sum;
  }
}

void AddUpRows(const uint8_t* pixels, int length, const float* weights, int count, float* sums) {
  for (int tap = 0; tap < count; tap += 4) {
    const uint8_t* from = pixels + static_cast<size_t>(tap) * length;
    switch (count - tap) {
      case 1: AddUpRows<1>(from, length, weights + tap, tap > 0, sums); break;
      case 2: AddUpRows<2>(from, length, weights + tap, tap > 0, sums); break;
      case 3: AddUpRows<3>(from, length, weights + tap, tap > 0, sums); break;
      default: AddUpRows<4>(from, length, weights + tap, tap > 0, sums);
    }
  }
}

// Three bytes, and one more that the next pixel overwrites. Bicubic throws some beyond 0 and 255.
inline void StoreLevels(Pixel sum, uint8_t* result) {
#if defined(__AVX2__)
  const __m128i levels = _mm_cvttps_epi32(sum);
  const __m128i bytes = _mm_packus_epi16(_mm_packus_epi32(levels, levels), levels);
  const int word = _mm_cvtsi128_si32(bytes);
  memcpy(result, &word, sizeof word);
#else
  for (int channel = 0; channel < 3; channel += 1) {
    const float value = sum[channel];
    result[channel] = value < 0 ? 0 : value > 255 ? 255 : static_cast<uint8_t>(value);
  }
#endif
}

// result[columns, 3] of sums[width, 3], which has one value more. All places have as many taps: a processor foresees no others.
template <int count>
void AddUpColumns(const float* __restrict sums, const Taps& columns, uint8_t* __restrict result) {
  const float* weights = columns.weights.data();
  for (const int first : columns.first) {
    Pixel sum = {0.5f, 0.5f, 0.5f, 0};
    for (int tap = 0; tap < (count > 0 ? count : columns.count); tap += 1) {
      Pixel pixel;
      memcpy(&pixel, sums + (first + tap) * 3, sizeof pixel);
      sum += pixel * weights[tap];
    }
    weights += columns.count;
    StoreLevels(sum, result);
    result += 3;
  }
}

void Run(const uint8_t* pixels, int width, const Taps& rows, const Taps& columns, uint8_t* result) {
  const int length = width * 3;
  const size_t line_length = columns.first.size() * 3;
  // One more in each: pixels are read and written with a neighbour.
  std::vector<float> sums(length + 1);
  std::vector<uint8_t> line(line_length + 1);
  for (size_t row = 0; row < rows.first.size(); row += 1, result += line_length) {
    const float* weights = rows.weights.data() + row * rows.count;
    AddUpRows(pixels + static_cast<size_t>(rows.first[row]) * length, length, weights, rows.count, sums.data());
    switch (columns.count) {
      case 3: AddUpColumns<3>(sums.data(), columns, line.data()); break;
      case 4: AddUpColumns<4>(sums.data(), columns, line.data()); break;
      case 5: AddUpColumns<5>(sums.data(), columns, line.data()); break;
      case 6: AddUpColumns<6>(sums.data(), columns, line.data()); break;
      default: AddUpColumns<0>(sums.data(), columns, line.data());
    }
    memcpy(result, line.data(), line_length);
  }
}

}  // namespace

const Resample EXPGRAPH_LOOPS = Run;

}  // namespace expgraph
