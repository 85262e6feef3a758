// The loops that resize images, in integers, with the same result on every processor. Compiled once for any processor
// and once for AVX2: `EXPGRAPH_LOOPS` is the name of each variant.
#include "image-files/resample.h"

#include <stddef.h>

#if defined(__AVX2__)
#include <immintrin.h>
#endif
#include <string.h>

#include <algorithm>

namespace expgraph {
namespace {

// Number of fractional bits of the levels between the two passes: 15 bits in all, as bicubic overshoots 255.
constexpr int kLineBits = 6;
constexpr int kLineShift = kWeightBits - kLineBits;
constexpr int kLineHalf = 1 << (kLineShift - 1);
constexpr int kLevelShift = kWeightBits + kLineBits;
constexpr int kLevelHalf = 1 << (kLevelShift - 1);

#if defined(__AVX2__)

// Repeats a pair of weights.
inline __m256i PairOf(int16_t first, int16_t second) {
  return _mm256_set1_epi32(static_cast<uint16_t>(first) | static_cast<uint32_t>(static_cast<uint16_t>(second)) << 16);
}

// Writes line[length], with room for 15 more, as the weighted sum of `count` consecutive rows. Rows are read in pairs;
// an odd last row is paired with a weight of 0. The compiler unrolls the loop for a known number of pairs.
template <int known>
void AddUpRows(const uint8_t* pixels, int length, const int16_t* weights, int count, int16_t* line) {
  const int pairs = known > 0 ? known : (count + 1) / 2;
  const auto pair_of = [=](int pair) {
    return PairOf(weights[2 * pair], 2 * pair + 1 < count ? weights[2 * pair + 1] : 0);
  };
  __m256i kept[known > 0 ? known : 1];
  for (int pair = 0; pair < known; pair += 1) kept[pair] = pair_of(pair);
  const ptrdiff_t last = 2 * pairs > count ? 0 : length;
  for (int at = 0; at < length; at += 16) {
    __m256i low = _mm256_set1_epi32(kLineHalf), high = low;
    for (int pair = 0; pair < pairs; pair += 1) {
      const uint8_t* above = pixels + at + static_cast<ptrdiff_t>(2 * pair) * length;
      const __m256i pair_weights = known > 0 ? kept[pair] : pair_of(pair);
      const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(above));
      const __m128i second =
          _mm_loadu_si128(reinterpret_cast<const __m128i*>(above + (pair + 1 < pairs ? length : last)));
      low = _mm256_add_epi32(low,
                             _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm_unpacklo_epi8(first, second)), pair_weights));
      high = _mm256_add_epi32(high,
                              _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm_unpackhi_epi8(first, second)), pair_weights));
    }
    const __m256i packed = _mm256_packs_epi32(_mm256_srai_epi32(low, kLineShift), _mm256_srai_epi32(high, kLineShift));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(line + at), _mm256_permute4x64_epi64(packed, 0b11011000));
  }
}

void AddUpRows(const uint8_t* pixels, int length, const int16_t* weights, int count, int16_t* line) {
  switch ((count + 1) / 2) {
    case 1: return AddUpRows<1>(pixels, length, weights, count, line);
    case 2: return AddUpRows<2>(pixels, length, weights, count, line);
    case 3: return AddUpRows<3>(pixels, length, weights, count, line);
    case 4: return AddUpRows<4>(pixels, length, weights, count, line);
    default: return AddUpRows<0>(pixels, length, weights, count, line);
  }
}

// Positions in pairs, one in each half of a register; their taps in pairs, each pair of weights once for each channel.
class Columns {
 public:
  explicit Columns(const Taps& taps) : positions_(taps.first.size()), pairs_((taps.count + 1) / 2) {
    for (size_t position = 0; position < positions_; position += 2) {
      const size_t other = std::min(position + 1, positions_ - 1);
      firsts_.push_back(taps.first[position] * 3);
      firsts_.push_back(taps.first[other] * 3);
      for (int pair = 0; pair < pairs_; pair += 1) {
        const __m128i low = Weights(taps, position, pair), high = Weights(taps, other, pair);
        weights_.resize(weights_.size() + 16);
        int16_t* end = weights_.data() + weights_.size();
        _mm_storeu_si128(reinterpret_cast<__m128i*>(end - 16), low);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(end - 8), high);
      }
    }
  }

  // Writes result[positions, 3], with room for one more byte, and for one more position if their number is odd.
  void AddUp(const int16_t* line, uint8_t* result) const {
    switch (pairs_) {
      case 1: return AddUp<1>(line, result);
      case 2: return AddUp<2>(line, result);
      case 3: return AddUp<3>(line, result);
      case 4: return AddUp<4>(line, result);
      default: return AddUp<0>(line, result);
    }
  }

 private:
  static __m128i Weights(const Taps& taps, size_t position, int pair) {
    const int16_t* weights = taps.weights.data() + position * taps.count + 2 * pair;
    const int16_t second = 2 * pair + 1 < taps.count ? weights[1] : 0;
    return _mm_set_epi16(0, 0, second, weights[0], second, weights[0], second, weights[0]);
  }

  // The compiler unrolls the loop for a known number of pairs.
  template <int known>
  void AddUp(const int16_t* line, uint8_t* result) const {
    const int pairs = known > 0 ? known : pairs_;
    // Reorders red, green, blue, red, green, blue to red, red, green, green, blue, blue.
    const __m128i half = _mm_setr_epi8(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, -1, -1, -1, -1);
    const __m256i order = _mm256_broadcastsi128_si256(half);
    const int16_t* weights = weights_.data();
    for (size_t position = 0; position < firsts_.size(); position += 2) {
      const int16_t *low = line + firsts_[position], *high = line + firsts_[position + 1];
      __m256i sum = _mm256_set1_epi32(kLevelHalf);
      for (int pair = 0; pair < pairs; pair += 1, weights += 16) {
        const __m256i pixels = _mm256_loadu2_m128i(reinterpret_cast<const __m128i*>(high + pair * 6),
                                                   reinterpret_cast<const __m128i*>(low + pair * 6));
        const __m256i pair_weights = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(weights));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_shuffle_epi8(pixels, order), pair_weights));
      }
      const __m256i words = _mm256_packs_epi32(_mm256_srai_epi32(sum, kLevelShift), _mm256_setzero_si256());
      const __m256i bytes = _mm256_packus_epi16(words, words);
      const int first = _mm256_extract_epi32(bytes, 0), second = _mm256_extract_epi32(bytes, 4);
      memcpy(result + position * 3, &first, sizeof first);
      memcpy(result + position * 3 + 3, &second, sizeof second);
    }
  }

  size_t positions_;
  int pairs_;
  std::vector<int> firsts_;
  std::vector<int16_t> weights_;
};

#else

void AddUpRows(const uint8_t* __restrict pixels, int length, const int16_t* weights, int count,
               int16_t* __restrict line) {
  std::vector<int> sums(length, kLineHalf);
  for (int tap = 0; tap < count; tap += 1) {
    const uint8_t* row = pixels + static_cast<size_t>(tap) * length;
    const int weight = weights[tap];
    for (int at = 0; at < length; at += 1) sums[at] += row[at] * weight;
  }
  for (int at = 0; at < length; at += 1) line[at] = static_cast<int16_t>(sums[at] >> kLineShift);
}

class Columns {
 public:
  explicit Columns(const Taps& taps) : taps_(taps) {}

  void AddUp(const int16_t* line, uint8_t* result) const {
    const int16_t* weights = taps_.weights.data();
    for (const int first : taps_.first) {
      int sums[3] = {kLevelHalf, kLevelHalf, kLevelHalf};
      for (int tap = 0; tap < taps_.count; tap += 1) {
        const int16_t* pixel = line + (first + tap) * 3;
        for (int channel = 0; channel < 3; channel += 1) sums[channel] += pixel[channel] * weights[tap];
      }
      for (int channel = 0; channel < 3; channel += 1) {
        result[channel] = static_cast<uint8_t>(std::min(std::max(sums[channel] >> kLevelShift, 0), 255));
      }
      weights += taps_.count;
      result += 3;
    }
  }

 private:
  const Taps& taps_;
};

#endif

void Run(const uint8_t* pixels, int width, const Taps& rows, const Taps& columns, uint8_t* result) {
  const int length = width * 3;
  const size_t line_length = columns.first.size() * 3;
  // The loops read and write a little beyond the ends of both.
  std::vector<int16_t> line(length + kSlack);
  std::vector<uint8_t> levels(line_length + kSlack);
  const Columns across(columns);
  for (size_t row = 0; row < rows.first.size(); row += 1, result += line_length) {
    const uint8_t* from = pixels + static_cast<size_t>(rows.first[row]) * length;
    AddUpRows(from, length, rows.weights.data() + row * rows.count, rows.count, line.data());
    across.AddUp(line.data(), levels.data());
    memcpy(result, levels.data(), line_length);
  }
}

}  // namespace

const Resample EXPGRAPH_LOOPS = Run;

}  // namespace expgraph
