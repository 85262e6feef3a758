// Redirects standard error to /dev/null and back. TensorFlow prints lines while it loads, before it reads any of its
// settings, and they would garble the progress bars.
#include <fcntl.h>
#include <napi.h>
#include <stdio.h>
#include <unistd.h>

#include <mutex>

#include "common/call.h"

using namespace expgraph;

namespace {

constexpr char kCode[] = "EXPGRAPH_STDERR_MUTE";

// Standard error belongs to the process: all threads of JavaScript share these.
std::mutex guard;
int original = -1;

// mute()
Napi::Value Mute(const Arguments& given) {
  const std::lock_guard<std::mutex> lock(guard);
  if (original >= 0) return given.Env().Undefined();
  fflush(stderr);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return given.Env().Undefined();
  // Child processes that are started meanwhile must not inherit it.
  original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  if (original >= 0) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
  return given.Env().Undefined();
}

// unmute()
Napi::Value Unmute(const Arguments& given) {
  const std::lock_guard<std::mutex> lock(guard);
  if (original < 0) return given.Env().Undefined();
  fflush(stderr);
  dup2(original, STDERR_FILENO);
  close(original);
  original = -1;
  return given.Env().Undefined();
}

const Entry kEntries[] = {{"mute", kCode, Mute}, {"unmute", kCode, Unmute}};

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NODE_API_MODULE(stderr_mute, Init)
