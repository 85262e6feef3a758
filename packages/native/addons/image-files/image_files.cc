// Reads image files, decodes JPEG files, and writes the values of images, on threads of Node's pool.
#include <dlfcn.h>
#include <napi.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/call.h"
#include "common/work.h"
#include "image-files/jpeg_file.h"
#include "image-files/read_file.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_IMAGE_FILES";

struct DecodeWork : Work {
  using Work::Work;
  Span<uint8_t> file, levels;
  Span<float> values;
  JpegPlan plan;
  LevelValues become;
  bool decoded = false;

  void Compute() override {
    decoded = DecodeJpegFile(file.values, file.length, plan, levels.values, become, values.values);
  }

  Napi::Value Result(Napi::Env env) const override { return Napi::Boolean::New(env, decoded); }
};

LevelValues LevelValuesOf(const Arguments& given, size_t values, size_t reversed) {
  const Span<float> of_levels = given.Array<float>(values, "values");
  ExpectLength("values", of_levels.length, kValueCount);
  return {of_levels.values, given.Boolean(reversed, "reversed")};
}

// decodeJpeg(file, [ratio, interpolation, top, height, rows, left, width, columns], result, values of levels or
// undefined, reversed): a promise of whether the file was decoded.
Napi::Value DecodeJpeg(const Arguments& given) {
  auto work = std::make_unique<DecodeWork>(given.Env(), kCode);
  work->file = given.Array<uint8_t>(0, "file");
  if (work->file.length > INT32_MAX) Expect("file", "shorter than 2^31 bytes");
  const Span<double> numbers = given.Array<double>(1, "plan");
  work->plan = ReadJpegPlan(numbers.values, numbers.length);
  if (given.IsUndefined(3)) {
    work->levels = given.Array<uint8_t>(2, "result");
    ExpectLength("result", work->levels.length, work->plan.Count());
  } else {
    work->values = given.Array<float>(2, "result");
    work->become = LevelValuesOf(given, 3, 4);
    ExpectLength("result", work->values.length, work->plan.Count());
    work->Keep(given[3]);
  }
  work->Keep(given[0]);
  work->Keep(given[2]);
  return Work::Start(std::move(work));
}

constexpr size_t kDigestLength = 32;

using Digest = uint8_t* (*)(const uint8_t* data, size_t length, uint8_t* digest);

// Returns SHA256 of Node's own OpenSSL, or null if this Node does not export it.
Digest NodesSha256() {
  static const Digest sha256 = reinterpret_cast<Digest>(dlsym(RTLD_DEFAULT, "SHA256"));
  return sha256;
}

struct ReadWork : Work {
  using Work::Work;
  std::string path;
  Span<uint8_t> buffer, digest;
  double length = -1;

  void Compute() override {
    length = ReadWholeFile(path, buffer.values, buffer.length);
    const bool complete = length >= 0 && length <= static_cast<double>(buffer.length);
    if (digest.values != nullptr && complete) NodesSha256()(buffer.values, static_cast<size_t>(length), digest.values);
  }

  Napi::Value Result(Napi::Env env) const override { return Napi::Number::New(env, length); }
};

// read(path, buffer, digest or undefined): a promise of the length of the file, or -1.
Napi::Value ReadFile(const Arguments& given) {
  auto work = std::make_unique<ReadWork>(given.Env(), kCode);
  work->path = Utf8Of(given[0], "path");
  work->buffer = given.Array<uint8_t>(1, "buffer");
  work->Keep(given[1]);
  if (given.IsUndefined(2)) return Work::Start(std::move(work));
  work->digest = given.Array<uint8_t>(2, "digest");
  ExpectLength("digest", work->digest.length, kDigestLength);
  if (NodesSha256() == nullptr) Expect("digest", "undefined: this Node does not export its SHA-256");
  work->Keep(given[2]);
  return Work::Start(std::move(work));
}

// Writes images of the same length one after another, except those that are null.
struct WriteWork : Work {
  using Work::Work;
  std::vector<const uint8_t*> images;
  size_t length = 0;
  LevelValues become;
  float* result = nullptr;

  void Compute() override {
    for (size_t image = 0; image < images.size(); image += 1) {
      if (images[image] != nullptr) become.Write(images[image], length, result + image * length);
    }
  }

  Napi::Value Result(Napi::Env env) const override { return env.Undefined(); }
};

// Returns all images before the first pointer is taken, since getters may run.
std::vector<Napi::Value> ImagesOf(const Arguments& given, uint32_t count) {
  const auto list = given[0].As<Napi::Array>();
  std::vector<Napi::Value> images;
  images.reserve(count);
  for (uint32_t index = 0; index < count; index += 1) images.push_back(list.Get(index));
  return images;
}

// write(Uint8Arrays or undefined, result, values of levels, reversed): a promise of undefined.
Napi::Value WriteValues(const Arguments& given) {
  auto work = std::make_unique<WriteWork>(given.Env(), kCode);
  const uint32_t count = ListLength(given[0], "images");
  if (count == 0 || count > given.Array<float>(1, "result").length)
    Expect("images", "an array of one or more images, at most as many as fit in `result`");
  const std::vector<Napi::Value> images = ImagesOf(given, count);
  const Span<float> result = given.Array<float>(1, "result");
  work->become = LevelValuesOf(given, 2, 3);
  work->length = result.length / count;
  work->result = result.values;
  if (result.length != count * work->length || work->length % 3 != 0)
    Expect("result", "an array of three numbers for each pixel of " + std::to_string(count) + " images");
  for (const Napi::Value& image : images) {
    if (image.IsUndefined()) {
      work->images.push_back(nullptr);
      continue;
    }
    const auto levels = ArrayOf<uint8_t>(image, "images");
    ExpectLength("images", levels.length, work->length);
    work->Keep(image);
    work->images.push_back(levels.values);
  }
  work->Keep(given[1]);
  work->Keep(given[2]);
  return Work::Start(std::move(work));
}

// hugePages(array): asks the system to back the memory with huge pages, where it has them.
Napi::Value HugePages(const Arguments& given) {
  const Span<uint8_t> memory = given.Array<uint8_t>(0, "memory");
#if defined(MADV_HUGEPAGE)
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto address = reinterpret_cast<uintptr_t>(memory.values);
  const uintptr_t first = (address + page - 1) / page * page, end = (address + memory.length) / page * page;
  if (end > first) madvise(memory.values + (first - address), end - first, MADV_HUGEPAGE);
#endif
  return given.Env().Undefined();
}

const Entry kEntries[] = {
    {"decodeJpeg", kCode, DecodeJpeg},
    {"read", kCode, ReadFile},
    {"write", kCode, WriteValues},
    {"hugePages", kCode, HugePages},
};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Export(env, exports, kEntries);
  exports.Set("digests", Napi::Boolean::New(env, NodesSha256() != nullptr));
  return exports;
}

}  // namespace

NODE_API_MODULE(image_files, Init)
