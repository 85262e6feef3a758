// Decodes JPEG files with TensorFlow's libjpeg-turbo and brings them to a size, on a thread of Node's pool. sharp, which does the same
// for every format, takes three times as long for it.
#include <math.h>
#include <node_api.h>
#include <stdint.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

#include "resample.h"

namespace tensorflow {
namespace jpeg {

// As in tensorflow/core/lib/jpeg/jpeg_mem.h of 2.21, whose other headers are not in the C API.
struct UncompressFlags {
  int ratio = 1;  // 1, 2, 4 or 8: sides are that many times shorter.
  int components = 3;
  bool fancy_upscaling = true;
  bool try_recover_truncated_jpeg = false;
  float min_acceptable_fraction = 1.0;
  int stride = 0;
  int dct_method = 0;  // JDCT_ISLOW, the exact one.
  bool crop = false;
  int crop_x = 0, crop_y = 0, crop_width = 0, crop_height = 0;
};

uint8_t* Uncompress(const void* srcdata, int datasize, const UncompressFlags& flags, int64_t* nwarn,
                    std::function<uint8_t*(int, int, int)> allocate_output);

}  // namespace jpeg
}  // namespace tensorflow

using namespace expgraph;

namespace {

enum Interpolation { kBilinear, kNearest, kBicubic };

// What of an image is used, in pixels, and to how many it is brought.
struct Axis {
  double start, length;
  int count;

  bool operator==(const Axis& other) const { return start == other.start && length == other.length && count == other.count; }
};

double KernelOf(Interpolation interpolation, double distance) {
  const double x = fabs(distance);
  if (interpolation == kBilinear) return std::max(0.0, 1 - x);
  // Keys' cubic convolution with a = -0.5 (1981).
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

// The same as in the images plugin's resample.ts.
Taps TapsOf(int size, const Axis& axis, Interpolation interpolation) {
  Taps taps;
  const bool nearest = interpolation == kNearest;
  const double scale = axis.length / axis.count, stretch = std::max(scale, 1.0);
  const double reach = (interpolation == kBilinear ? 1 : 2) * stretch;
  taps.count = nearest ? 1 : std::min(static_cast<int>(ceil(2 * reach)), size);
  for (int index = 0; index < axis.count; index += 1) {
    const double centre = axis.start + (index + 0.5) * scale;
    const int wanted = nearest ? static_cast<int>(centre) : std::max(static_cast<int>(floor(centre - reach + 0.5)), 0);
    const int first = std::min(wanted, size - taps.count);
    std::vector<double> weights;
    double sum = 0;
    for (int tap = first; tap < first + taps.count; tap += 1) {
      weights.push_back(nearest ? 1 : KernelOf(interpolation, (tap + 0.5 - centre) / stretch));
      sum += weights.back();
    }
    taps.first.push_back(first);
    for (const double weight : weights) taps.weights.push_back(static_cast<float>(weight / sum));
  }
  return taps;
}

// Those of the image before, where it was as large.
class KeptTaps {
 public:
  const Taps& Of(int size, const Axis& axis, Interpolation interpolation) {
    if (size != size_ || !(axis == axis_) || interpolation != interpolation_) taps_ = TapsOf(size, axis, interpolation);
    size_ = size;
    axis_ = axis;
    interpolation_ = interpolation;
    return taps_;
  }

 private:
  int size_ = 0;
  Axis axis_ = {0, 0, 0};
  Interpolation interpolation_ = kBilinear;
  Taps taps_;
};

Resample BestResample() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return kAvx2Resample;
#endif
  return kPlainResample;
}

// What a thread keeps for its next image: new memory costs more than a tenth of decoding.
constexpr size_t kKeptBytes = 16 << 20;

// What a level of each channel becomes, and the channel that it comes from.
struct Values {
  const float* of_levels = nullptr;  // [3, 256]
  bool reversed = false;             // Blue, green, red.

  void Write(const uint8_t* levels, size_t count, float* values) const {
    const int first = reversed ? 2 : 0, last = 2 - first;
    for (size_t at = 0; at < count; at += 3) {
      values[at] = of_levels[levels[at + first]];
      values[at + 1] = of_levels[256 + levels[at + 1]];
      values[at + 2] = of_levels[512 + levels[at + last]];
    }
  }
};

struct Decoding {
  const uint8_t* file = nullptr;
  size_t size = 0;
  int ratio = 1;
  Axis rows, columns;
  Interpolation interpolation = kBilinear;
  Values values;
  void* result = nullptr;  // Levels, or values where there are any.
  bool decoded = false;
  napi_ref kept[3] = {nullptr, nullptr, nullptr};
  napi_async_work work = nullptr;
  napi_deferred deferred = nullptr;

  size_t Count() const { return static_cast<size_t>(rows.count) * columns.count * 3; }

  void Compute() {
    thread_local std::vector<uint8_t> pixels, levels;
    thread_local KeptTaps row_taps, column_taps;
    int height = 0, width = 0;
    int64_t warnings = 0;
    tensorflow::jpeg::UncompressFlags flags;
    flags.ratio = ratio;
    const auto allocate = [&](int columns, int rows, int channels) -> uint8_t* {
      if (channels != 3) return nullptr;
      height = rows;
      width = columns;
      pixels.resize(std::max(pixels.size(), static_cast<size_t>(rows) * columns * 3));
      return pixels.data();
    };
    const uint8_t* read = tensorflow::jpeg::Uncompress(file, static_cast<int>(size), flags, &warnings, allocate);
    decoded = read != nullptr && warnings == 0;
    if (decoded) {
      const bool as_levels = values.of_levels == nullptr;
      if (!as_levels) levels.resize(Count());
      uint8_t* into = as_levels ? static_cast<uint8_t*>(result) : levels.data();
      BestResample()(read, width, row_taps.Of(height, rows, interpolation), column_taps.Of(width, columns, interpolation), into);
      if (!as_levels) values.Write(into, Count(), static_cast<float*>(result));
    }
    if (pixels.size() > kKeptBytes) std::vector<uint8_t>().swap(pixels);
  }
};

void Finish(napi_env env, napi_status, void* data) {
  const std::unique_ptr<Decoding> decoding(static_cast<Decoding*>(data));
  napi_value decoded;
  napi_get_boolean(env, decoding->decoded, &decoded);
  for (const napi_ref reference : decoding->kept) {
    if (reference != nullptr) napi_delete_reference(env, reference);
  }
  napi_delete_async_work(env, decoding->work);
  napi_resolve_deferred(env, decoding->deferred, decoded);
}

// The values of a typed array of a type; null when it is another.
template <typename Value>
Value* ValuesOf(napi_env env, napi_value array, napi_typedarray_type wanted, size_t* length) {
  napi_typedarray_type type;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, array, &type, length, &data, nullptr, nullptr) != napi_ok || type != wanted) return nullptr;
  return static_cast<Value*>(data);
}

// decode(file, [ratio, interpolation, top, height, rows, left, width, columns], result, values of levels or undefined, reversed): whether
// it could.
napi_value Decode(napi_env env, napi_callback_info info) {
  size_t count = 5, length = 0, room = 0, value_count = 0;
  napi_value given[5], promise, name;
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  std::unique_ptr<Decoding> decoding(new Decoding());
  decoding->file = ValuesOf<uint8_t>(env, given[0], napi_uint8_array, &decoding->size);
  const double* numbers = ValuesOf<double>(env, given[1], napi_float64_array, &length);
  decoding->values.of_levels = ValuesOf<float>(env, given[3], napi_float32_array, &value_count);
  const bool as_levels = decoding->values.of_levels == nullptr;
  decoding->result = as_levels ? static_cast<void*>(ValuesOf<uint8_t>(env, given[2], napi_uint8_array, &room))
                               : static_cast<void*>(ValuesOf<float>(env, given[2], napi_float32_array, &room));
  napi_get_value_bool(env, given[4], &decoding->values.reversed);
  bool good = decoding->file != nullptr && decoding->size <= INT32_MAX && length == 8 && (as_levels || value_count == 3 * 256);
  if (good) {
    decoding->ratio = static_cast<int>(numbers[0]);
    decoding->interpolation = static_cast<Interpolation>(static_cast<int>(numbers[1]));
    decoding->rows = {numbers[2], numbers[3], static_cast<int>(numbers[4])};
    decoding->columns = {numbers[5], numbers[6], static_cast<int>(numbers[7])};
    good = room == decoding->Count();
  }
  if (!good) {
    napi_throw_error(env, "EXPGRAPH_JPEG_DECODER", "the arrays are not of the types and lengths that are expected");
    return nullptr;
  }
  for (int index = 0; index < (as_levels ? 2 : 3); index += 1) {
    napi_create_reference(env, given[index == 0 ? 0 : index + 1], 1, &decoding->kept[index]);
  }
  napi_create_promise(env, &decoding->deferred, &promise);
  napi_create_string_utf8(env, "expgraph_jpeg_decoder", NAPI_AUTO_LENGTH, &name);
  const auto compute = [](napi_env, void* data) { static_cast<Decoding*>(data)->Compute(); };
  napi_create_async_work(env, nullptr, name, compute, Finish, decoding.get(), &decoding->work);
  napi_queue_async_work(env, decoding->work);
  decoding.release();
  return promise;
}

napi_value Init(napi_env env, napi_value exports) {
  napi_value decode;
  napi_create_function(env, "decode", NAPI_AUTO_LENGTH, Decode, nullptr, &decode);
  napi_set_named_property(env, exports, "decode", decode);
  return exports;
}

}  // namespace

NAPI_MODULE(jpeg_decoder, Init)
