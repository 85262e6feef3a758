// Changes of colors, with the same bits as the TypeScript of the images plugin, which computes in double precision and
// stores single precision. Compiled once for any processor and once for AVX2: `EXPGRAPH_LOOPS` is the name of each
// variant.
#include "image-ops/recolor.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <algorithm>
#include <vector>

#include "image-ops/adjust_brightness.h"

namespace expgraph {
namespace {

struct Image {
  float* pixels;
  int height, width;

  int Stride() const { return width * 3; }
  size_t Length() const { return static_cast<size_t>(height) * Stride(); }
};

// Clips a value; NaN becomes `least`.
inline double Within(double value, double least, double most) {
  const double low = value > least ? value : least;
  return low > most ? most : low;
}

inline float Blend(double from, float level, double factor) {
  return static_cast<float>(Within(from + (level - from) * factor, 0, 255));
}

inline double Luma(const float* pixel) { return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]; }

// Sets the lowest and the highest value.
void FindBounds(const Image& image, float* low, float* high) {
  constexpr size_t kLanes = 16;
  float lows[kLanes], highs[kLanes];
  std::fill(lows, lows + kLanes, image.pixels[0]);
  std::fill(highs, highs + kLanes, image.pixels[0]);
  const size_t whole = image.Length() / kLanes * kLanes;
  for (size_t at = 0; at < whole; at += kLanes) {
    for (size_t lane = 0; lane < kLanes; lane += 1) {
      const float value = image.pixels[at + lane];
      lows[lane] = value < lows[lane] ? value : lows[lane];
      highs[lane] = value > highs[lane] ? value : highs[lane];
    }
  }
  for (size_t at = whole; at < image.Length(); at += 1) {
    lows[0] = std::min(lows[0], image.pixels[at]);
    highs[0] = std::max(highs[0], image.pixels[at]);
  }
  *low = *std::min_element(lows, lows + kLanes);
  *high = *std::max_element(highs, highs + kLanes);
}

void ApplyBrightness(const Image& image, const double* numbers) {
  const auto number = [numbers](int index) { return static_cast<float>(numbers[index]); };
  const Brightness brightness = {true, number(0), number(1), number(2), number(3), number(4)};
  // Without a shift, no value exceeds the lowest and the highest.
  float low = -INFINITY, high = INFINITY;
  if (brightness.shift != 0) FindBounds(image, &low, &high);
  AdjustBrightness(image.pixels, image.Length(), low, high, brightness);
}

void EnhanceContrast(const Image& image, double factor) {
  double sum = 0;
  for (size_t at = 0; at < image.Length(); at += 3) sum += Luma(image.pixels + at);
  const double mean = floor(sum / (static_cast<double>(image.height) * image.width) + 0.5);
  for (size_t at = 0; at < image.Length(); at += 1) image.pixels[at] = Blend(mean, image.pixels[at], factor);
}

void EnhanceSaturation(const Image& image, double factor) {
  for (size_t at = 0; at < image.Length(); at += 3) {
    float* pixel = image.pixels + at;
    const double gray = Luma(pixel);
    for (int channel = 0; channel < 3; channel += 1) pixel[channel] = Blend(gray, pixel[channel], factor);
  }
}

void EnhanceSharpness(const Image& image, double factor) {
  const int stride = image.Stride();
  const std::vector<float> copy(image.pixels, image.pixels + image.Length());
  for (int row = 1; row < image.height - 1; row += 1) {
    const float* before = copy.data() + static_cast<size_t>(row) * stride;
    float* result = image.pixels + static_cast<size_t>(row) * stride;
    for (int at = 3; at < stride - 3; at += 1) {
      const float *above = before + at - stride, *here = before + at, *below = before + at + stride;
      double sum = 4 * static_cast<double>(*here);
      sum += static_cast<double>(above[-3]) + above[0] + above[3];
      sum += static_cast<double>(here[-3]) + here[0] + here[3];
      sum += static_cast<double>(below[-3]) + below[0] + below[3];
      result[at] = Blend(sum / 13, *here, factor);
    }
  }
}

// Number of pixels whose hue is changed at once.
constexpr int kTurned = 16;

// Rotates the hue of kTurned pixels by `sixths` of the color circle, -3 to 3; saturation and value (of HSV) stay.
void TurnHues(float* pixels, double sixths) {
  double red[kTurned], green[kTurned], blue[kTurned], value[kTurned], chroma[kTurned], hue[kTurned];
  for (int at = 0; at < kTurned; at += 1) {
    red[at] = pixels[3 * at];
    green[at] = pixels[3 * at + 1];
    blue[at] = pixels[3 * at + 2];
  }
  for (int at = 0; at < kTurned; at += 1) {
    const double r = red[at], g = green[at], b = blue[at];
    const double most = r > g ? r : g, least = r < g ? r : g;
    value[at] = most > b ? most : b;
    chroma[at] = value[at] - (least < b ? least : b);
    const double from_next = value[at] == r ? g - b : value[at] == g ? b - r : r - g;
    const double own = value[at] == r ? 0 : value[at] == g ? 2 : 4;
    hue[at] = from_next / chroma[at] + own + sixths;
  }
  for (int channel = 0; channel < 3; channel += 1) {
    float turned[kTurned];
    for (int at = 0; at < kTurned; at += 1) {
      // Wraps -3 to 13 sixths into the circle.
      double place = 5 - 2 * channel + hue[at];
      place -= place >= 12 ? 12.0 : place >= 6 ? 6.0 : 0.0;
      place += 6;
      place -= place >= 6 ? 6.0 : 0.0;
      // The value minus the part that the distance from the channel's own hue takes away; gray has no hue.
      const double side = 4 - place < place ? 4 - place : place;
      const double other = value[at] - chroma[at] * Within(side, 0, 1);
      turned[at] = static_cast<float>(chroma[at] != 0 ? other : value[at]);
    }
    for (int at = 0; at < kTurned; at += 1) pixels[3 * at + channel] = turned[at];
  }
}

void TurnHue(const Image& image, double turn) {
  constexpr size_t kChunk = 3 * kTurned;
  const size_t whole = image.Length() / kChunk * kChunk, rest = image.Length() - whole;
  for (size_t at = 0; at < whole; at += kChunk) TurnHues(image.pixels + at, turn * 6);
  float last[kChunk] = {};
  memcpy(last, image.pixels + whole, rest * sizeof(float));
  TurnHues(last, turn * 6);
  memcpy(image.pixels + whole, last, rest * sizeof(float));
}

// Convolution of a row: sums[length] = middle * weight; then the pairs on both sides are added, and the sums are
// written to result[length].
void BeginSums(const float* middle, double weight, int length, double* sums) {
  for (int at = 0; at < length; at += 1) sums[at] = middle[at] * weight;
}

void AddPair(const float* before, const float* behind, double weight, int length, double* sums) {
  for (int at = 0; at < length; at += 1) sums[at] += (static_cast<double>(before[at]) + behind[at]) * weight;
}

void EndSums(const double* sums, int length, float* result) {
  for (int at = 0; at < length; at += 1) result[at] = static_cast<float>(sums[at]);
}

void BlurRows(const Image& image, const double* weights, int count) {
  const int stride = image.Stride();
  const size_t beside = 3 * (static_cast<size_t>(count) - 1);
  std::vector<double> sums(stride);
  std::vector<float> row(stride + 2 * beside);
  const float* middle = row.data() + beside;
  for (int index = 0; index < image.height; index += 1) {
    float* pixels = image.pixels + static_cast<size_t>(index) * stride;
    memcpy(row.data() + beside, pixels, stride * sizeof(float));
    for (size_t at = 0; at < beside; at += 1) {
      row[at] = pixels[at % 3];
      row[beside + stride + at] = pixels[stride - 3 + at % 3];
    }
    BeginSums(middle, weights[0], stride, sums.data());
    for (int distance = 1; distance < count; distance += 1) {
      AddPair(middle - 3 * static_cast<ptrdiff_t>(distance), middle + 3 * static_cast<ptrdiff_t>(distance),
              weights[distance], stride, sums.data());
    }
    EndSums(sums.data(), stride, pixels);
  }
}

void BlurColumns(const Image& image, const double* weights, int count) {
  const int stride = image.Stride();
  std::vector<double> sums(stride);
  const std::vector<float> copy(image.pixels, image.pixels + image.Length());
  const auto row_at = [&](int64_t row) {
    return copy.data() + static_cast<size_t>(std::min<int64_t>(std::max<int64_t>(row, 0), image.height - 1)) * stride;
  };
  for (int64_t index = 0; index < image.height; index += 1) {
    BeginSums(row_at(index), weights[0], stride, sums.data());
    for (int distance = 1; distance < count; distance += 1) {
      AddPair(row_at(index - distance), row_at(index + distance), weights[distance], stride, sums.data());
    }
    EndSums(sums.data(), stride, image.pixels + static_cast<size_t>(index) * stride);
  }
}

// Blurs along rows, then along columns; edge pixels are repeated beyond the edges. `weights[count]`: that of the
// center, then those on either side.
void Blur(const Image& image, const double* weights, int count) {
  BlurRows(image, weights, count);
  BlurColumns(image, weights, count);
}

constexpr int kLevels = 256;

// Rounds a value to a level.
inline int LevelOf(float value) {
  return static_cast<int>(Within(floor(static_cast<double>(value) + 0.5), 0, kLevels - 1));
}

// Maps the values from index `first` on, every `every`th, by a table.
void LookUp(const Image& image, int first, int every, const float* table) {
  for (size_t at = first; at < image.Length(); at += every) image.pixels[at] = table[LevelOf(image.pixels[at])];
}

void CountLevels(const Image& image, int channel, double* counts) {
  std::fill(counts, counts + kLevels, 0);
  for (size_t at = channel; at < image.Length(); at += 3) counts[LevelOf(image.pixels[at])] += 1;
}

void StretchContrast(const Image& image) {
  double counts[kLevels];
  float table[kLevels];
  for (int channel = 0; channel < 3; channel += 1) {
    CountLevels(image, channel, counts);
    int low = 0, high = kLevels - 1;
    while (low < kLevels - 1 && counts[low] == 0) low += 1;
    while (high > 0 && counts[high] == 0) high -= 1;
    if (high <= low) continue;
    const double scale = 255.0 / (high - low);
    for (int level = 0; level < kLevels; level += 1)
      table[level] = static_cast<float>(Within(floor((level - low) * scale), 0, 255));
    LookUp(image, channel, 3, table);
  }
}

void Equalize(const Image& image) {
  double counts[kLevels];
  float table[kLevels];
  for (int channel = 0; channel < 3; channel += 1) {
    CountLevels(image, channel, counts);
    int last = kLevels - 1;
    while (last > 0 && counts[last] == 0) last -= 1;
    const double step = floor((static_cast<double>(image.height) * image.width - counts[last]) / 255);
    if (step == 0) continue;
    double below = floor(step / 2);
    for (int level = 0; level < kLevels; level += 1) {
      table[level] = static_cast<float>(std::min(floor(below / step), 255.0));
      below += counts[level];
    }
    LookUp(image, channel, 3, table);
  }
}

void Posterize(const Image& image, int bits) {
  float table[kLevels];
  const int mask = kLevels - (1 << (8 - bits));
  for (int level = 0; level < kLevels; level += 1) table[level] = static_cast<float>(level & mask);
  LookUp(image, 0, 1, table);
}

void Solarize(const Image& image, double from) {
  float table[kLevels];
  for (int level = 0; level < kLevels; level += 1)
    table[level] = static_cast<float>(level < from ? level : 255 - level);
  LookUp(image, 0, 1, table);
}

// Returns a pseudorandom level for a seed and an index (the mixing function of MurmurHash3).
float Noise(uint32_t seed, uint32_t index) {
  uint32_t hash = seed ^ index * 0x9e3779b1u;
  hash = (hash ^ hash >> 16) * 0x85ebca6bu;
  hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
  return static_cast<float>((hash ^ hash >> 16) & 255);
}

// Clips a position to an axis of `size` pixels.
inline size_t PositionOf(double position, int size) { return static_cast<size_t>(Within(position, 0, size)); }

// Fills the box [top, left, height, width, whether the fill is noise, level or seed], clipped to the image.
void Erase(const Image& image, const double* numbers) {
  const double first_row = trunc(numbers[0]), first_column = trunc(numbers[1]);
  const size_t top = PositionOf(first_row, image.height),
               bottom = PositionOf(first_row + trunc(numbers[2]), image.height);
  const size_t left = PositionOf(first_column, image.width),
               right = PositionOf(first_column + trunc(numbers[3]), image.width);
  const bool noisy = numbers[4] != 0;
  const uint32_t seed = noisy ? static_cast<uint32_t>(static_cast<int64_t>(numbers[5])) : 0;
  for (size_t row = top; row < bottom; row += 1) {
    const size_t line = row * image.Stride();
    for (size_t at = line + 3 * left; at < line + 3 * right; at += 1) {
      image.pixels[at] = noisy ? Noise(seed, static_cast<uint32_t>(at)) : static_cast<float>(numbers[5]);
    }
  }
}

void Apply(const Image& image, const ColorStep& step) {
  const double* numbers = step.numbers;
  switch (step.kind) {
    case ColorStepKind::kBrightness: return ApplyBrightness(image, numbers);
    case ColorStepKind::kContrast: return EnhanceContrast(image, numbers[0]);
    case ColorStepKind::kSaturation: return EnhanceSaturation(image, numbers[0]);
    case ColorStepKind::kHue: return TurnHue(image, numbers[0]);
    case ColorStepKind::kSharpness: return EnhanceSharpness(image, numbers[0]);
    case ColorStepKind::kBlur: return Blur(image, numbers, static_cast<int>(step.count));
    case ColorStepKind::kAutocontrast: return StretchContrast(image);
    case ColorStepKind::kEqualize: return Equalize(image);
    case ColorStepKind::kPosterize: return Posterize(image, static_cast<int>(numbers[0]));
    case ColorStepKind::kSolarize: return Solarize(image, numbers[0]);
    case ColorStepKind::kErase: return Erase(image, numbers);
  }
}

bool AreLevels(const Range& range) {
  for (int channel = 0; channel < 3; channel += 1) {
    if (range.scale[channel] != 1 || range.offset[channel] != 0) return false;
  }
  return true;
}

void Run(float* pixels, Size size, const ColorStep* steps, size_t count, const Range& range) {
  if (AreLevels(range)) {
    for (size_t index = 0; index < count; index += 1) Apply({pixels, size.height, size.width}, steps[index]);
    return;
  }
  std::vector<float> levels(size.Length());
  for (int channel = 0; channel < 3; channel += 1) {
    const int color = range.channels[channel];
    for (size_t at = 0; at < levels.size(); at += 3) {
      levels[at + color] = static_cast<float>((pixels[at + channel] - range.offset[channel]) / range.scale[channel]);
    }
  }
  for (size_t index = 0; index < count; index += 1) Apply({levels.data(), size.height, size.width}, steps[index]);
  for (int channel = 0; channel < 3; channel += 1) {
    const int color = range.channels[channel];
    for (size_t at = 0; at < levels.size(); at += 3) {
      pixels[at + channel] = static_cast<float>(levels[at + color] * range.scale[channel] + range.offset[channel]);
    }
  }
}

}  // namespace

const Recolor EXPGRAPH_LOOPS = Run;

}  // namespace expgraph
