// Moves images of a batch and changes their colours, on threads of Node's pool.
#include <math.h>
#include <stdint.h>

#include <memory>
#include <vector>

#include "promised_work.h"
#include "recolour.h"
#include "warp.h"

using namespace expgraph;

namespace {

struct Loops {
  Warp warp;
  Recolour recolour;
};

Loops BestLoops() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return {kAvx2Warp, kAvx2Recolour};
#endif
  return {kPlainWarp, kPlainRecolour};
}

// All that is done to one image.
struct Change {
  Matrix matrix;
  Light light;
  std::vector<ColourStep> steps;
};

struct Changing : Work {
  const float* source = nullptr;
  size_t room = 0;  // From `source` on.
  float* result = nullptr;
  Size from, to;
  bool interpolated = true;
  Fill fill;
  Range range;
  std::vector<double> numbers;
  std::vector<Change> changes;

  void Compute() override {
    const Loops loops = BestLoops();
    std::vector<float> copy;
    for (size_t index = 0; index < changes.size(); index += 1) {
      const float* image = source + index * from.Length();
      // Nothing may be read behind the end of the array.
      if ((index + 1) * from.Length() + kReadBehind > room) {
        copy.assign(image, image + from.Length());
        copy.resize(copy.size() + kReadBehind);
        image = copy.data();
      }
      const Change& change = changes[index];
      float* changed = result + index * to.Length();
      loops.warp(image, from, changed, to, interpolated, fill, change.matrix, change.light);
      if (!change.steps.empty()) loops.recolour(changed, to, change.steps.data(), change.steps.size(), range);
    }
  }

  napi_value Result(napi_env env) const override {
    napi_value result;
    napi_get_undefined(env, &result);
    return result;
  }

  // Takes the changes out of `numbers`: of each image [rr, rc, r0, cr, cc, c0, shift, factor, added, least, most, steps], of which shift is
  // not a number where light is left as it is; then of each step [kind, count, numbers].
  bool TakeChanges() {
    size_t at = 0;
    const size_t end = numbers.size();
    while (at < end) {
      if (end - at < kHead) return false;
      const double* head = numbers.data() + at;
      const auto light = [head](int index) { return static_cast<float>(head[6 + index]); };
      Change change = {{head[0], head[1], head[2], head[3], head[4], head[5]},
                       {!isnan(head[6]), light(0), light(1), light(2), light(3), light(4)},
                       {}};
      at += kHead;
      for (double left = head[11]; left > 0; left -= 1) {
        if (end - at < 2) return false;
        const double kind = numbers[at], count = numbers[at + 1];
        at += 2;
        if (!(kind >= 0 && kind < kColourings && count >= 0 && count <= end - at)) return false;
        const ColourStep step = {static_cast<Colouring>(static_cast<int>(kind)), numbers.data() + at, static_cast<size_t>(count)};
        if (step.count < NumbersOf(step.kind)) return false;
        change.steps.push_back(step);
        at += step.count;
      }
      changes.push_back(std::move(change));
    }
    return true;
  }

 private:
  static constexpr size_t kHead = 12;
};

napi_value Refuse(napi_env env) {
  napi_throw_error(env, "EXPGRAPH_IMAGE_CHANGES", "the arguments are not of the types and lengths that are expected");
  return nullptr;
}

bool IsSize(Size size) { return size.height > 0 && size.width > 0 && size.Length() <= INT32_MAX; }

// change(source, result, [height, width, height and width of the result, first image, whether between pixels], [mode, values],
// [scale, offset, channels], changes): a promise.
napi_value ChangeImages(napi_env env, napi_callback_info info) {
  size_t count = 6, source_room = 0, result_room = 0, shape_length = 0, fill_length = 0, range_length = 0, length = 0;
  napi_value given[6];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  std::unique_ptr<Changing> changing(new Changing());
  const float* source = ValuesOf<float>(env, given[0], napi_float32_array, &source_room);
  float* result = ValuesOf<float>(env, given[1], napi_float32_array, &result_room);
  const int32_t* shape = ValuesOf<int32_t>(env, given[2], napi_int32_array, &shape_length);
  const float* fill = ValuesOf<float>(env, given[3], napi_float32_array, &fill_length);
  const double* range = ValuesOf<double>(env, given[4], napi_float64_array, &range_length);
  const double* numbers = ValuesOf<double>(env, given[5], napi_float64_array, &length);
  if (source == nullptr || result == nullptr || shape_length != 6 || fill_length != 4 || range_length != 9 || numbers == nullptr) return Refuse(env);
  changing->from = {shape[0], shape[1]};
  changing->to = {shape[2], shape[3]};
  changing->interpolated = shape[5] != 0;
  changing->numbers.assign(numbers, numbers + length);
  if (shape[4] < 0 || !IsSize(changing->from) || !IsSize(changing->to) || !changing->TakeChanges()) return Refuse(env);
  const size_t images = changing->changes.size(), first = static_cast<size_t>(shape[4]);
  const size_t before = first * changing->from.Length(), written = first * changing->to.Length();
  if (before + images * changing->from.Length() > source_room || written + images * changing->to.Length() > result_room) return Refuse(env);
  changing->source = source + before;
  changing->room = source_room - before;
  changing->result = result + written;
  changing->fill = {static_cast<Beyond>(static_cast<int>(fill[0])), {fill[1], fill[2], fill[3]}};
  for (int channel = 0; channel < 3; channel += 1) {
    changing->range.scale[channel] = range[channel];
    changing->range.offset[channel] = range[3 + channel];
    changing->range.channels[channel] = static_cast<int>(range[6 + channel]) & 3;
    if (changing->range.channels[channel] > 2) return Refuse(env);
  }
  changing->Keep(env, given[0]);
  changing->Keep(env, given[1]);
  return Work::Start(env, std::move(changing));
}

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, "change", ChangeImages);
  return exports;
}

}  // namespace

NAPI_MODULE(image_changes, Init)
