#include "image-files/jpeg_file.h"

#include <algorithm>
#include <functional>
#include <new>
#include <vector>

namespace tensorflow {
namespace jpeg {

// As in tensorflow/core/lib/jpeg/jpeg_mem.h of TensorFlow 2.21, which includes headers that are not in the C API.
struct UncompressFlags {
  int ratio = 1;  // 1, 2, 4 or 8: the factor by which the sides are reduced.
  int components = 3;
  bool fancy_upscaling = true;
  bool try_recover_truncated_jpeg = false;
  float min_acceptable_fraction = 1.0;
  int stride = 0;
  int dct_method = 1;  // JDCT_IFAST, the default of TensorFlow's operations.
  bool crop = false;
  int crop_x = 0, crop_y = 0, crop_width = 0, crop_height = 0;
};

uint8_t* Uncompress(const void* srcdata, int datasize, const UncompressFlags& flags, int64_t* nwarn,
                    std::function<uint8_t*(int, int, int)> allocate_output);

}  // namespace jpeg
}  // namespace tensorflow

namespace expgraph {
namespace {

// How much memory a thread keeps for its next image: allocation takes more than a tenth of the time of decoding.
constexpr size_t kKeptBytes = 16 << 20;

// Decoded pixels, in memory that the thread keeps up to kKeptBytes.
class Pixels {
 public:
  ~Pixels() {
    if (memory().size() > kKeptBytes) std::vector<uint8_t>().swap(memory());
  }

  // Returns null if memory is exhausted: TensorFlow, which calls this, is compiled without exceptions.
  uint8_t* Take(int width, int height, int channels) {
    if (width <= 0 || height <= 0 || channels != 3) return nullptr;
    const size_t size = static_cast<size_t>(height) * width * 3 + kSlack;
    try {
      if (memory().size() < size) memory().resize(size);
    } catch (const std::exception&) {
      return nullptr;
    }
    width_ = width;
    height_ = height;
    return memory().data();
  }

  int width() const { return width_; }
  int height() const { return height_; }

 private:
  static std::vector<uint8_t>& memory() {
    thread_local std::vector<uint8_t> kept;
    return kept;
  }

  int width_ = 0, height_ = 0;
};

}  // namespace

bool DecodeJpegFile(const uint8_t* file, size_t size, const JpegPlan& plan, uint8_t* levels, const LevelValues& become,
                    float* values) {
  if (size == 0) return false;
  thread_local std::vector<uint8_t> kept_levels;
  Pixels pixels;
  int64_t warnings = 0;
  tensorflow::jpeg::UncompressFlags flags;
  flags.ratio = plan.ratio;
  const auto allocate = [&](int width, int height, int channels) { return pixels.Take(width, height, channels); };
  const uint8_t* read = tensorflow::jpeg::Uncompress(file, static_cast<int>(size), flags, &warnings, allocate);
  if (read == nullptr || warnings != 0) return false;
  if (levels == nullptr) {
    kept_levels.resize(plan.Count());
    levels = kept_levels.data();
  }
  if (!ResizePixels(read, pixels.height(), pixels.width(), plan, BestResample(), levels)) return false;
  if (values != nullptr) become.Write(levels, plan.Count(), values);
  return true;
}

}  // namespace expgraph
