// Work on the threads of Node's pool.
#pragma once

#include <napi.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/call.h"

namespace expgraph {

// Work on another thread, whose result settles a promise. Created and destroyed on the thread of JavaScript.
// Unlike Napi::AsyncWorker, it reports when memory is exhausted, and ignores failures while its environment (a worker
// thread) ends.
class Work {
 public:
  Work(Napi::Env env, const char* code) : env_(env), code_(code) {}
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  virtual ~Work() {
    if (handle_ != nullptr) napi_delete_async_work(env_, handle_);
  }

  // Runs on another thread, without Node-API. An exception rejects the promise.
  virtual void Compute() = 0;
  virtual Napi::Value Result(Napi::Env env) const = 0;

  // Protects a buffer from garbage collection until the promise is settled. The caller must neither change it nor
  // transfer its memory.
  void Keep(const Napi::Value& value) { kept_.push_back(Napi::Persistent(value.As<Napi::Object>())); }

  // Queues the work, which deletes itself when done. Returns its promise.
  static Napi::Promise Start(std::unique_ptr<Work> work) {
    const Napi::Env env = work->env_;
    const auto compute = [](napi_env, void* data) { static_cast<Work*>(data)->Try(); };
    napi_status status = napi_create_async_work(env, nullptr, Napi::String::New(env, "expgraph"), compute, Finish,
                                                work.get(), &work->handle_);
    if (status != napi_ok) throw Napi::Error::New(env);
    work->deferred_ = std::make_unique<Napi::Promise::Deferred>(env);
    const Napi::Promise promise = work->deferred_->Promise();
    status = napi_queue_async_work(env, work->handle_);
    if (status != napi_ok) throw Napi::Error::New(env);
    static_cast<void>(work.release());
    return promise;
  }

 private:
  void Try() {
    try {
      Compute();
    } catch (const std::exception& error) {
      error_ = MessageOf(error);
    }
  }

  static void Finish(napi_env env, napi_status status, void* data) {
    const std::unique_ptr<Work> work(static_cast<Work*>(data));
    if (status != napi_ok) return;
    try {
      work->Settle(env);
    } catch (const std::exception&) {
      // The environment is ending: none of its functions works any more.
      return;
    }
  }

  void Settle(Napi::Env env) {
    try {
      if (error_.empty()) return deferred_->Resolve(Result(env));
    } catch (const std::exception& error) {
      error_ = MessageOf(error);
    }
    deferred_->Reject(ErrorOf(env, code_, error_).Value());
  }

  Napi::Env env_;
  const char* code_;
  std::string error_;
  std::vector<Napi::ObjectReference> kept_;
  std::unique_ptr<Napi::Promise::Deferred> deferred_;
  napi_async_work handle_ = nullptr;
};

}  // namespace expgraph
