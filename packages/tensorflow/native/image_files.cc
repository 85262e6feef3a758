// Reads image files, decodes those of JPEG with TensorFlow's libjpeg-turbo and brings them to a size, each on a thread of Node's pool. sharp,
// which does the same for every format, takes three times as long for it.
#include <dlfcn.h>
#include <fcntl.h>
#include <math.h>
#include <node_api.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "promised_work.h"
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
  int dct_method = 1;  // JDCT_IFAST, what TensorFlow's operations take unless they are told otherwise.
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

// In whole numbers whose sum is kOne: what rounding leaves goes to the largest.
void AddWhole(const std::vector<double>& weights, std::vector<int16_t>& taps) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  const size_t begin = taps.size();
  int left = kOne;
  for (const double weight : weights) {
    taps.push_back(static_cast<int16_t>(lround(weight / sum * kOne)));
    left -= taps.back();
  }
  *std::max_element(taps.begin() + begin, taps.end()) += left;
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
    for (int tap = first; tap < first + taps.count; tap += 1) {
      weights.push_back(nearest ? 1 : KernelOf(interpolation, (tap + 0.5 - centre) / stretch));
    }
    taps.first.push_back(first);
    AddWhole(weights, taps.weights);
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

constexpr size_t kValueCount = 3 * 256;

// What a level of each channel becomes, and the channel that it comes from.
struct Values {
  const float* of_levels = nullptr;  // [3, 256]
  bool reversed = false;             // Blue, green, red.

  // Whether levels stay what they are.
  bool AreLevels() const {
    for (size_t index = 0; index < kValueCount; index += 1) {
      if (of_levels[index] != (index & 255)) return false;
    }
    return !reversed;
  }

  void Write(const uint8_t* levels, size_t count, float* values) const {
    if (AreLevels()) {
      // The compiler makes vectors of it, which is quicker than to look up.
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

struct Decoding : Work {
  const uint8_t* file = nullptr;
  size_t size = 0;
  int ratio = 1;
  Axis rows, columns;
  Interpolation interpolation = kBilinear;
  Values values;
  void* result = nullptr;  // Levels, or values where there are any.
  bool decoded = false;

  size_t Count() const { return static_cast<size_t>(rows.count) * columns.count * 3; }

  void Compute() override {
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
      pixels.resize(std::max(pixels.size(), static_cast<size_t>(rows) * columns * 3 + kSlack));
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

  napi_value Result(napi_env env) const override {
    napi_value result;
    napi_get_boolean(env, decoded, &result);
    return result;
  }
};

constexpr size_t kDigestLength = 32;

// SHA256 of the OpenSSL that Node has in it; null where Node does not give it away.
using Digest = uint8_t* (*)(const uint8_t* data, size_t length, uint8_t* digest);

Digest NodesSha256() {
  static const Digest sha256 = reinterpret_cast<Digest>(dlsym(RTLD_DEFAULT, "SHA256"));
  return sha256;
}

struct Reading : Work {
  std::string path;
  uint8_t* digest = nullptr;
  uint8_t* buffer = nullptr;
  size_t room = 0;
  double length = -1;

  void Compute() override {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat known;
    if (fstat(file, &known) == 0 && S_ISREG(known.st_mode)) length = Read(file, static_cast<size_t>(known.st_size));
    close(file);
    if (digest != nullptr && length >= 0 && length <= room) NodesSha256()(buffer, static_cast<size_t>(length), digest);
  }

  napi_value Result(napi_env env) const override {
    napi_value result;
    napi_create_double(env, length, &result);
    return result;
  }

 private:
  // Less than expected of a file that was cut in the meantime.
  double Read(int file, size_t size) {
    if (size > room) return static_cast<double>(size);
    size_t read_so_far = 0;
    while (read_so_far < size) {
      const ssize_t count = read(file, buffer + read_so_far, size - read_so_far);
      if (count < 0) return -1;
      if (count == 0) break;
      read_so_far += static_cast<size_t>(count);
    }
    return static_cast<double>(read_so_far);
  }
};

napi_value Refuse(napi_env env) {
  napi_throw_error(env, "EXPGRAPH_IMAGE_FILES", "the arguments are not of the types and lengths that are expected");
  return nullptr;
}

// decodeJpeg(file, [ratio, interpolation, top, height, rows, left, width, columns], result, values of levels or undefined, reversed):
// whether it could.
napi_value DecodeJpeg(napi_env env, napi_callback_info info) {
  size_t count = 5, length = 0, room = 0, value_count = 0;
  napi_value given[5];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  std::unique_ptr<Decoding> decoding(new Decoding());
  decoding->file = ValuesOf<uint8_t>(env, given[0], napi_uint8_array, &decoding->size);
  const double* numbers = ValuesOf<double>(env, given[1], napi_float64_array, &length);
  decoding->values.of_levels = ValuesOf<float>(env, given[3], napi_float32_array, &value_count);
  const bool as_levels = decoding->values.of_levels == nullptr;
  decoding->result = as_levels ? static_cast<void*>(ValuesOf<uint8_t>(env, given[2], napi_uint8_array, &room))
                               : static_cast<void*>(ValuesOf<float>(env, given[2], napi_float32_array, &room));
  napi_get_value_bool(env, given[4], &decoding->values.reversed);
  if (decoding->file == nullptr || decoding->size > INT32_MAX || length != 8) return Refuse(env);
  if (!as_levels && value_count != kValueCount) return Refuse(env);
  decoding->ratio = static_cast<int>(numbers[0]);
  decoding->interpolation = static_cast<Interpolation>(static_cast<int>(numbers[1]));
  decoding->rows = {numbers[2], numbers[3], static_cast<int>(numbers[4])};
  decoding->columns = {numbers[5], numbers[6], static_cast<int>(numbers[7])};
  if (room != decoding->Count()) return Refuse(env);
  decoding->Keep(env, given[0]);
  decoding->Keep(env, given[2]);
  if (!as_levels) decoding->Keep(env, given[3]);
  return Work::Start(env, std::move(decoding));
}

// read(path, buffer, digest or undefined): the length of the file, or -1.
napi_value ReadFile(napi_env env, napi_callback_info info) {
  size_t count = 3, length = 0, digest_length = 0;
  napi_value given[3];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  std::unique_ptr<Reading> reading(new Reading());
  reading->buffer = ValuesOf<uint8_t>(env, given[1], napi_uint8_array, &reading->room);
  if (napi_get_value_string_utf8(env, given[0], nullptr, 0, &length) != napi_ok || reading->buffer == nullptr) return Refuse(env);
  reading->path.resize(length);
  napi_get_value_string_utf8(env, given[0], &reading->path[0], length + 1, &length);
  reading->Keep(env, given[1]);
  reading->digest = ValuesOf<uint8_t>(env, given[2], napi_uint8_array, &digest_length);
  if (reading->digest != nullptr) {
    if (digest_length != kDigestLength || NodesSha256() == nullptr) return Refuse(env);
    reading->Keep(env, given[2]);
  }
  return Work::Start(env, std::move(reading));
}

// Images of the same length one after the other; of those that are null nothing is written.
struct Writing : Work {
  std::vector<const uint8_t*> images;
  size_t length = 0;
  Values values;
  float* result = nullptr;

  void Compute() override {
    for (size_t image = 0; image < images.size(); image += 1) {
      if (images[image] != nullptr) values.Write(images[image], length, result + image * length);
    }
  }

  napi_value Result(napi_env env) const override {
    napi_value result;
    napi_get_undefined(env, &result);
    return result;
  }
};

// Whether they are images of `length`, or undefined.
bool TakeImages(napi_env env, napi_value given, size_t length, std::vector<const uint8_t*>& images) {
  for (uint32_t index = 0; index < images.size(); index += 1) {
    napi_value image;
    napi_valuetype type;
    size_t image_length = 0;
    napi_get_element(env, given, index, &image);
    napi_typeof(env, image, &type);
    if (type == napi_undefined) continue;
    images[index] = ValuesOf<uint8_t>(env, image, napi_uint8_array, &image_length);
    if (images[index] == nullptr || image_length != length) return false;
  }
  return true;
}

// write(images, result, values of levels, reversed)
napi_value WriteValues(napi_env env, napi_callback_info info) {
  size_t count = 4, room = 0, value_count = 0;
  uint32_t image_count = 0;
  napi_value given[4];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  std::unique_ptr<Writing> writing(new Writing());
  writing->result = ValuesOf<float>(env, given[1], napi_float32_array, &room);
  writing->values.of_levels = ValuesOf<float>(env, given[2], napi_float32_array, &value_count);
  napi_get_value_bool(env, given[3], &writing->values.reversed);
  if (napi_get_array_length(env, given[0], &image_count) != napi_ok || image_count == 0) return Refuse(env);
  writing->length = room / image_count;
  const bool good = writing->result != nullptr && room % image_count == 0 && writing->length % 3 == 0;
  if (!good || value_count != kValueCount) return Refuse(env);
  writing->images.resize(image_count);
  if (!TakeImages(env, given[0], writing->length, writing->images)) return Refuse(env);
  for (int index = 0; index < 3; index += 1) writing->Keep(env, given[index]);
  return Work::Start(env, std::move(writing));
}

// hugePages(array): asks the system for few large pages where it has them.
napi_value HugePages(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value given[1];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  const uint8_t* begin = ValuesOf<uint8_t>(env, given[0], napi_uint8_array, &length);
  if (begin == nullptr) return Refuse(env);
#if defined(MADV_HUGEPAGE)
  const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE)), address = reinterpret_cast<uintptr_t>(begin);
  const uintptr_t first = (address + page - 1) / page * page, end = (address + length) / page * page;
  if (end > first) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
  return nullptr;
}

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, "decodeJpeg", DecodeJpeg);
  Export(env, exports, "read", ReadFile);
  Export(env, exports, "write", WriteValues);
  Export(env, exports, "hugePages", HugePages);
  napi_value digests;
  napi_get_boolean(env, NodesSha256() != nullptr, &digests);
  napi_set_named_property(env, exports, "digests", digests);
  return exports;
}

}  // namespace

NAPI_MODULE(image_files, Init)
