// Changes images on threads of Node's pool, see image_batch.h.
#include <node_api.h>
#include <stdint.h>

#include <memory>
#include <string>

#include "common/call.h"
#include "image-ops/image_batch.h"
#include "common/promised_work.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_IMAGE_CHANGES";
constexpr int kModes = 4;

struct Changing : Work {
  using Work::Work;
  ImageBatch batch;

  void Compute() override { batch.Compute(BestImageLoops()); }

  napi_value Result(napi_env env) const override {
    napi_value result;
    Must(napi_get_undefined(env, &result));
    return result;
  }
};

template <typename Value>
Span<Value> ArrayOfLength(const Arguments& given, size_t index, const char* name, size_t length) {
  const Span<Value> values = given.Array<Value>(index, name);
  if (values.length != length) Expect(name, "an array of " + std::to_string(length) + " numbers, not " + std::to_string(values.length));
  return values;
}

Fill FillOf(const Span<float>& numbers) {
  for (int mode = 0; mode < kModes; mode += 1) {
    if (numbers.values[0] == static_cast<float>(mode))
      return {static_cast<Beyond>(mode), {numbers.values[1], numbers.values[2], numbers.values[3]}};
  }
  Expect("fill", "a mode from 0 to 3, and three values");
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

// Room for images of a size, of which `count` are used from the one at `first` on. Throws where an array has less.
size_t OffsetOf(size_t first, size_t count, Size size, size_t length, const char* name) {
  // `first` and `size.Length()` fit in 31 bits, and `count` is below that of numbers in memory: no product goes beyond 64.
  if ((first + count) * size.Length() <= length) return first * size.Length();
  Expect(name, "an array of " + std::to_string((first + count) * size.Length()) + " numbers or more, not " + std::to_string(length));
}

// change(source, target, [height, width, height and width of the result, first image, whether between pixels], [mode, values],
// [scale, offset, channels], changes): a promise.
napi_value ChangeImages(const Arguments& given) {
  auto changing = std::make_unique<Changing>(given.env(), kCode);
  ImageBatch& batch = changing->batch;
  const Span<float> source = given.Array<float>(0, "source"), target = given.Array<float>(1, "target");
  const Span<int32_t> shape = ArrayOfLength<int32_t>(given, 2, "shape", 6);
  batch.fill = FillOf(ArrayOfLength<float>(given, 3, "fill", 4));
  batch.range = RangeOf(ArrayOfLength<double>(given, 4, "range", 9));
  const Span<double> numbers = given.Array<double>(5, "changes");
  batch.from = {shape.values[0], shape.values[1]};
  batch.to = {shape.values[2], shape.values[3]};
  batch.interpolated = shape.values[5] != 0;
  if (!IsSize(batch.from) || !IsSize(batch.to) || shape.values[4] < 0)
    Expect("shape", "heights and widths of at least 1, of 2^31 numbers at most, and a place of the first image of at least 0");
  batch.numbers.assign(numbers.values, numbers.values + numbers.length);
  batch.changes = ReadChanges(batch.numbers);
  const size_t images = batch.changes.size(), first = static_cast<size_t>(shape.values[4]);
  const size_t before = OffsetOf(first, images, batch.from, source.length, "source");
  const size_t written = OffsetOf(first, images, batch.to, target.length, "target");
  if (images > 0) {
    batch.source = source.values + before;
    batch.room = source.length - before;
    batch.result = target.values + written;
  }
  changing->Keep(given[0]);
  changing->Keep(given[1]);
  return Work::Start(std::move(changing));
}

const Entry kEntries[] = {{"change", kCode, ChangeImages}};

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NAPI_MODULE(image_changes, Init)
