// Moves images of a batch and changes their light, on threads of Node's pool.
#include <math.h>
#include <stdint.h>

#include <vector>

#include "promised_work.h"
#include "warp.h"

using namespace expgraph;

namespace {

Warp BestWarp() {
#if defined(__x86_64__)
  static const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (avx2) return kAvx2Warp;
#endif
  return kPlainWarp;
}

struct Move {
  Matrix matrix;
  Light light;
};

struct Moving : Work {
  const float* source = nullptr;
  size_t room = 0;  // From `source` on.
  float* result = nullptr;
  Size from, to;
  Fill fill;
  std::vector<Move> moves;

  void Compute() override {
    const Warp warp = BestWarp();
    std::vector<float> copy;
    for (size_t index = 0; index < moves.size(); index += 1) {
      const float* image = source + index * from.Length();
      // Nothing may be read behind the end of the array.
      if ((index + 1) * from.Length() + kReadBehind > room) {
        copy.assign(image, image + from.Length());
        copy.resize(copy.size() + kReadBehind);
        image = copy.data();
      }
      warp(image, from, result + index * to.Length(), to, fill, moves[index].matrix, moves[index].light);
    }
  }

  napi_value Result(napi_env env) const override {
    napi_value result;
    napi_get_undefined(env, &result);
    return result;
  }
};

// [rr, rc, r0, cr, cc, c0, shift, factor, added, least, most], of which shift is not a number where light is left as it is.
constexpr size_t kMoveLength = 11;

Move MoveOf(const double* numbers) {
  const auto light = [numbers](int index) { return static_cast<float>(numbers[6 + index]); };
  return {{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]},
          {!isnan(numbers[6]), light(0), light(1), light(2), light(3), light(4)}};
}

napi_value Refuse(napi_env env) {
  napi_throw_error(env, "EXPGRAPH_IMAGE_MOVES", "the arguments are not of the types and lengths that are expected");
  return nullptr;
}

bool IsSize(Size size) { return size.height > 0 && size.width > 0 && size.Length() <= INT32_MAX; }

// move(source, result, [height, width, height and width of the result, first image], [mode, values], moves): a promise.
napi_value MoveImages(napi_env env, napi_callback_info info) {
  size_t count = 5, source_room = 0, result_room = 0, shape_length = 0, fill_length = 0, length = 0;
  napi_value given[5];
  napi_get_cb_info(env, info, &count, given, nullptr, nullptr);
  std::unique_ptr<Moving> moving(new Moving());
  const float* source = ValuesOf<float>(env, given[0], napi_float32_array, &source_room);
  float* result = ValuesOf<float>(env, given[1], napi_float32_array, &result_room);
  const int32_t* shape = ValuesOf<int32_t>(env, given[2], napi_int32_array, &shape_length);
  const float* fill = ValuesOf<float>(env, given[3], napi_float32_array, &fill_length);
  const double* moves = ValuesOf<double>(env, given[4], napi_float64_array, &length);
  if (source == nullptr || result == nullptr || shape_length != 5 || fill_length != 4 || length % kMoveLength != 0) return Refuse(env);
  const size_t images = length / kMoveLength, first = static_cast<size_t>(shape[4]);
  moving->from = {shape[0], shape[1]};
  moving->to = {shape[2], shape[3]};
  if (shape[4] < 0 || !IsSize(moving->from) || !IsSize(moving->to)) return Refuse(env);
  const size_t before = first * moving->from.Length(), written = first * moving->to.Length();
  if (before + images * moving->from.Length() > source_room || written + images * moving->to.Length() > result_room) return Refuse(env);
  moving->source = source + before;
  moving->room = source_room - before;
  moving->result = result + written;
  moving->fill = {static_cast<Beyond>(static_cast<int>(fill[0])), {fill[1], fill[2], fill[3]}};
  for (size_t index = 0; index < images; index += 1) moving->moves.push_back(MoveOf(moves + index * kMoveLength));
  moving->Keep(env, given[0]);
  moving->Keep(env, given[1]);
  return Work::Start(env, std::move(moving));
}

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, "move", MoveImages);
  return exports;
}

}  // namespace

NAPI_MODULE(image_moves, Init)
