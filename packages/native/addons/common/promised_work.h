// Work on threads of Node's pool.
#pragma once

#include <node_api.h>

#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "common/call.h"

namespace expgraph {

// Work on another thread, whose result is a promise. What it uses of JavaScript's is kept until then: the caller must neither change it nor
// transfer its memory away. Made and destroyed on the thread of JavaScript.
class Work {
 public:
  Work(napi_env env, const char* code) : env_(env), code_(code) {}
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  virtual ~Work() {
    for (const napi_ref reference : kept_) napi_delete_reference(env_, reference);
    if (handle_ != nullptr) napi_delete_async_work(env_, handle_);
  }

  // Without Node-API. What it throws rejects the promise.
  virtual void Compute() = 0;
  virtual napi_value Result(napi_env env) const = 0;

  void Keep(napi_value value) {
    napi_ref reference;
    Must(napi_create_reference(env_, value, 1, &reference));
    kept_.push_back(reference);
  }

  // Gives itself away.
  static napi_value Start(std::unique_ptr<Work> work) {
    napi_value promise, name;
    const napi_env env = work->env_;
    Must(napi_create_string_utf8(env, "expgraph", NAPI_AUTO_LENGTH, &name));
    const auto compute = [](napi_env, void* data) { static_cast<Work*>(data)->Try(); };
    Must(napi_create_async_work(env, nullptr, name, compute, Finish, work.get(), &work->handle_));
    Must(napi_create_promise(env, &work->deferred_, &promise));
    Must(napi_queue_async_work(env, work->handle_));
    work.release();
    return promise;
  }

 private:
  void Try() {
    try {
      Compute();
    } catch (const std::bad_alloc&) {
      error_ = "out of memory";
    } catch (const std::exception& error) {
      error_ = error.what();
    }
  }

  // Statuses are only looked at where something can be done about them: when the environment ends, nothing of it works any more.
  static void Finish(napi_env env, napi_status status, void* data) {
    const std::unique_ptr<Work> work(static_cast<Work*>(data));
    if (status != napi_ok) return;
    try {
      if (work->error_.empty()) {
        napi_resolve_deferred(env, work->deferred_, work->Result(env));
        return;
      }
    } catch (const std::exception& error) {
      work->error_ = error.what();
    }
    napi_value code, message, error;
    const bool made = napi_create_string_utf8(env, work->code_, NAPI_AUTO_LENGTH, &code) == napi_ok &&
                      napi_create_string_utf8(env, work->error_.c_str(), work->error_.size(), &message) == napi_ok &&
                      napi_create_error(env, code, message, &error) == napi_ok;
    if (made) napi_reject_deferred(env, work->deferred_, error);
  }

  napi_env env_;
  const char* code_;
  std::string error_;
  std::vector<napi_ref> kept_;
  napi_async_work handle_ = nullptr;
  napi_deferred deferred_ = nullptr;
};

}  // namespace expgraph
