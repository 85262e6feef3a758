// Augments images on threads of Node's pool, see image_batch.h.
#include <napi.h>
#include <stdint.h>

#include <memory>
#include <string>
#include <utility>

#include "common/call.h"
#include "common/generated/enums.h"
#include "common/work.h"
#include "image-ops/image_batch.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_IMAGE_CHANGES";

struct AugmentWork : Work {
  using Work::Work;
  ImageBatch batch;

  void Compute() override { batch.Compute(BestImageLoops()); }
  Napi::Value Result(Napi::Env env) const override { return env.Undefined(); }
};

template <typename Value>
Span<Value> ArrayOfLength(const Arguments& given, size_t index, const char* name, size_t length) {
  const Span<Value> values = given.Array<Value>(index, name);
  ExpectLength(name, values.length, length);
  return values;
}

Fill FillOf(const Span<float>& numbers) {
  for (int mode = 0; mode < kFillModeCount; mode += 1) {
    if (numbers.values[0] == static_cast<float>(mode))
      return {static_cast<FillMode>(mode), {numbers.values[1], numbers.values[2], numbers.values[3]}};
  }
  Expect("fill", "a mode from 0 to " + std::to_string(kFillModeCount - 1) + ", and three values");
}

Range RangeOf(const Span<double>& numbers) {
  Range range;
  for (int channel = 0; channel < 3; channel += 1) {
    const double from = numbers.values[6 + channel];
    if (from != 0 && from != 1 && from != 2) Expect("range", "scales, offsets, and channels from 0 to 2");
    range.scale[channel] = numbers.values[channel];
    range.offset[channel] = numbers.values[3 + channel];
    range.channels[channel] = static_cast<int>(from);
  }
  return range;
}

// Returns the index at which image `first` begins. Throws if the array has no room for `count` images from there on.
size_t OffsetOf(size_t first, size_t count, Size size, size_t length, const char* name) {
  // `first` and `size.Length()` fit in 31 bits, and `count` is below the number of numbers in memory: no product
  // exceeds 64 bits.
  if ((first + count) * size.Length() <= length) return first * size.Length();
  const std::string least = std::to_string((first + count) * size.Length());
  Expect(name, "an array of " + least + " numbers or more, not " + std::to_string(length));
}

// change(source, target, [height, width, height and width of the result, index of the first image, whether to
// interpolate], [fill mode, values], [scales, offsets, channels], changes): a promise of undefined.
Napi::Value ChangeImages(const Arguments& given) {
  auto work = std::make_unique<AugmentWork>(given.Env(), kCode);
  ImageBatch& batch = work->batch;
  const Span<float> source = given.Array<float>(0, "source"), target = given.Array<float>(1, "target");
  const Span<int32_t> shape = ArrayOfLength<int32_t>(given, 2, "shape", 6);
  batch.fill = FillOf(ArrayOfLength<float>(given, 3, "fill", 4));
  batch.range = RangeOf(ArrayOfLength<double>(given, 4, "range", 9));
  const Span<double> numbers = given.Array<double>(5, "changes");
  batch.from = {shape.values[0], shape.values[1]};
  batch.to = {shape.values[2], shape.values[3]};
  batch.interpolated = shape.values[5] != 0;
  if (!IsSize(batch.from) || !IsSize(batch.to) || shape.values[4] < 0)
    Expect("shape",
           "heights and widths of at least 1, for images of at most 2^31 numbers, and an index of the first image of "
           "at least 0");
  batch.numbers.assign(numbers.values, numbers.values + numbers.length);
  batch.changes = ReadChanges(batch.numbers);
  const size_t images = batch.changes.size(), first = static_cast<size_t>(shape.values[4]);
  const size_t source_offset = OffsetOf(first, images, batch.from, source.length, "source");
  const size_t target_offset = OffsetOf(first, images, batch.to, target.length, "target");
  if (images > 0) {
    batch.source = source.values + source_offset;
    batch.room = source.length - source_offset;
    batch.result = target.values + target_offset;
  }
  work->Keep(given[0]);
  work->Keep(given[1]);
  return Work::Start(std::move(work));
}

const Entry kEntries[] = {{"change", kCode, ChangeImages}};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NODE_API_MODULE(image_ops, Init)
