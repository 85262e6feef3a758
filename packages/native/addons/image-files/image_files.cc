// Reads image files, decodes those of JPEG, and writes the values of images, each on a thread of Node's pool.
#include <dlfcn.h>
#include <node_api.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "common/call.h"
#include "image-files/jpeg_file.h"
#include "common/promised_work.h"
#include "image-files/read_file.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_IMAGE_FILES";

struct Decoding : Work {
  using Work::Work;
  Span<uint8_t> file, levels;
  Span<float> values;
  JpegPlan plan;
  LevelValues become;
  bool decoded = false;

  void Compute() override { decoded = DecodeJpegFile(file.values, file.length, plan, levels.values, become, values.values); }

  napi_value Result(napi_env env) const override {
    napi_value result;
    Must(napi_get_boolean(env, decoded, &result));
    return result;
  }
};

LevelValues BecomeOf(const Arguments& given, size_t values, size_t reversed) {
  const Span<float> of_levels = given.Array<float>(values, "values");
  if (of_levels.length != kValueCount) Expect("values", "a Float32Array of 768 numbers, not " + std::to_string(of_levels.length));
  return {of_levels.values, given.Flag(reversed, "reversed")};
}

void ExpectLength(const char* name, size_t length, size_t expected) {
  if (length != expected) Expect(name, "an array of " + std::to_string(expected) + " numbers, not " + std::to_string(length));
}

// decodeJpeg(file, [ratio, interpolation, top, height, rows, left, width, columns], result, values of levels or undefined, reversed):
// whether it could.
napi_value DecodeJpeg(const Arguments& given) {
  auto decoding = std::make_unique<Decoding>(given.env(), kCode);
  decoding->file = given.Array<uint8_t>(0, "file");
  if (decoding->file.length > INT32_MAX) Expect("file", "shorter than 2^31 bytes");
  const Span<double> numbers = given.Array<double>(1, "plan");
  decoding->plan = ReadJpegPlan(numbers.values, numbers.length);
  if (given.IsUndefined(3)) {
    decoding->levels = given.Array<uint8_t>(2, "result");
    ExpectLength("result", decoding->levels.length, decoding->plan.Count());
  } else {
    decoding->values = given.Array<float>(2, "result");
    decoding->become = BecomeOf(given, 3, 4);
    ExpectLength("result", decoding->values.length, decoding->plan.Count());
    decoding->Keep(given[3]);
  }
  decoding->Keep(given[0]);
  decoding->Keep(given[2]);
  return Work::Start(std::move(decoding));
}

constexpr size_t kDigestLength = 32;

// SHA256 of the OpenSSL that Node has in it; null where Node does not give it away.
using Digest = uint8_t* (*)(const uint8_t* data, size_t length, uint8_t* digest);

Digest NodesSha256() {
  static const Digest sha256 = reinterpret_cast<Digest>(dlsym(RTLD_DEFAULT, "SHA256"));
  return sha256;
}

struct Reading : Work {
  using Work::Work;
  std::string path;
  Span<uint8_t> buffer, digest;
  double length = -1;

  void Compute() override {
    length = ReadWholeFile(path, buffer.values, buffer.length);
    const bool complete = length >= 0 && length <= static_cast<double>(buffer.length);
    if (digest.values != nullptr && complete) NodesSha256()(buffer.values, static_cast<size_t>(length), digest.values);
  }

  napi_value Result(napi_env env) const override {
    napi_value result;
    Must(napi_create_double(env, length, &result));
    return result;
  }
};

// read(path, buffer, digest or undefined): the length of the file, or -1.
napi_value ReadFile(const Arguments& given) {
  auto reading = std::make_unique<Reading>(given.env(), kCode);
  reading->path = Utf8Of(given.env(), given[0], "path");
  reading->buffer = given.Array<uint8_t>(1, "buffer");
  reading->Keep(given[1]);
  if (given.IsUndefined(2)) return Work::Start(std::move(reading));
  reading->digest = given.Array<uint8_t>(2, "digest");
  ExpectLength("digest", reading->digest.length, kDigestLength);
  if (NodesSha256() == nullptr) Expect("digest", "undefined: this Node keeps its SHA-256 to itself");
  reading->Keep(given[2]);
  return Work::Start(std::move(reading));
}

// Images of the same length one after the other; of those that are null nothing is written.
struct Writing : Work {
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

  napi_value Result(napi_env env) const override {
    napi_value result;
    Must(napi_get_undefined(env, &result));
    return result;
  }
};

// Uint8Arrays, or undefined. All are there before the first pointer is taken, for getters may run.
std::vector<napi_value> ImagesOf(const Arguments& given, uint32_t count) {
  std::vector<napi_value> images(count);
  for (uint32_t index = 0; index < count; index += 1) Must(napi_get_element(given.env(), given[0], index, &images[index]));
  return images;
}

// write(images, result, values of levels, reversed)
napi_value WriteValues(const Arguments& given) {
  auto writing = std::make_unique<Writing>(given.env(), kCode);
  const napi_env env = given.env();
  const uint32_t count = ListLength(env, given[0], "images");
  if (count == 0 || count > given.Array<float>(1, "result").length) Expect("images", "an array of one image or more, of those that `result` has room for");
  const std::vector<napi_value> images = ImagesOf(given, count);
  const Span<float> result = given.Array<float>(1, "result");
  writing->become = BecomeOf(given, 2, 3);
  writing->length = result.length / count;
  writing->result = result.values;
  if (result.length != count * writing->length || writing->length % 3 != 0)
    Expect("result", "an array of three numbers for each pixel of " + std::to_string(count) + " images");
  for (const napi_value image : images) {
    const bool there = TypeOf(env, image) != napi_undefined;
    const Span<uint8_t> levels = there ? ArrayOf<uint8_t>(env, image, "images") : Span<uint8_t>();
    if (there) ExpectLength("images", levels.length, writing->length);
    if (there) writing->Keep(image);
    writing->images.push_back(levels.values);
  }
  writing->Keep(given[1]);
  writing->Keep(given[2]);
  return Work::Start(std::move(writing));
}

// hugePages(array): asks the system for few large pages where it has them.
napi_value HugePages(const Arguments& given) {
  const Span<uint8_t> memory = given.Array<uint8_t>(0, "memory");
#if defined(MADV_HUGEPAGE)
  const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE)), address = reinterpret_cast<uintptr_t>(memory.values);
  const uintptr_t first = (address + page - 1) / page * page, end = (address + memory.length) / page * page;
  if (end > first) madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
#endif
  return nullptr;
}

const Entry kEntries[] = {{"decodeJpeg", kCode, DecodeJpeg}, {"read", kCode, ReadFile}, {"write", kCode, WriteValues}, {"hugePages", kCode, HugePages}};

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, kEntries);
  napi_value digests;
  Must(napi_get_boolean(env, NodesSha256() != nullptr, &digests));
  Must(napi_set_named_property(env, exports, "digests", digests));
  return exports;
}

}  // namespace

NAPI_MODULE(image_files, Init)
