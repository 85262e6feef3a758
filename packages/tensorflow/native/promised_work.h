// What the addons that work on threads of Node's pool have in common.
#pragma once

#include <node_api.h>

#include <memory>
#include <vector>

namespace expgraph {

// Work on another thread, whose result is a promise. What it uses of JavaScript's is kept until then.
class Work {
 public:
  virtual ~Work() = default;
  virtual void Compute() = 0;
  virtual napi_value Result(napi_env env) const = 0;

  void Keep(napi_env env, napi_value value) {
    kept_.emplace_back();
    napi_create_reference(env, value, 1, &kept_.back());
  }

  // Gives itself away.
  static napi_value Start(napi_env env, std::unique_ptr<Work> work) {
    napi_value promise, name;
    napi_create_promise(env, &work->deferred_, &promise);
    napi_create_string_utf8(env, "expgraph", NAPI_AUTO_LENGTH, &name);
    const auto compute = [](napi_env, void* data) { static_cast<Work*>(data)->Compute(); };
    napi_create_async_work(env, nullptr, name, compute, Finish, work.get(), &work->handle_);
    napi_queue_async_work(env, work->handle_);
    work.release();
    return promise;
  }

 private:
  static void Finish(napi_env env, napi_status, void* data) {
    const std::unique_ptr<Work> work(static_cast<Work*>(data));
    const napi_value result = work->Result(env);
    for (const napi_ref reference : work->kept_) napi_delete_reference(env, reference);
    napi_delete_async_work(env, work->handle_);
    napi_resolve_deferred(env, work->deferred_, result);
  }

  std::vector<napi_ref> kept_;
  napi_async_work handle_ = nullptr;
  napi_deferred deferred_ = nullptr;
};

// The values of a typed array of a type; null when it is another.
template <typename Value>
Value* ValuesOf(napi_env env, napi_value array, napi_typedarray_type wanted, size_t* length) {
  napi_typedarray_type type;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, array, &type, length, &data, nullptr, nullptr) != napi_ok || type != wanted) return nullptr;
  return static_cast<Value*>(data);
}

inline void Export(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace expgraph
