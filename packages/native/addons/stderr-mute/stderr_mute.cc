// Turns standard error off and on again. TensorFlow prints lines while it is loaded, before any setting of its own is read,
// and they would run through the progress bars.
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <mutex>

#include "common/call.h"

using namespace expgraph;

namespace {

// Of the process, whichever of its threads asks.
std::mutex guard;
int kept = -1;

napi_value Mute(const Arguments&) {
  const std::lock_guard<std::mutex> lock(guard);
  if (kept >= 0) return nullptr;
  fflush(stderr);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return nullptr;
  // Not for processes that are started in the meantime.
  kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  if (kept >= 0) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
  return nullptr;
}

napi_value Unmute(const Arguments&) {
  const std::lock_guard<std::mutex> lock(guard);
  if (kept < 0) return nullptr;
  fflush(stderr);
  dup2(kept, STDERR_FILENO);
  close(kept);
  kept = -1;
  return nullptr;
}

const Entry kEntries[] = {{"mute", "EXPGRAPH_STDERR_MUTE", Mute}, {"unmute", "EXPGRAPH_STDERR_MUTE", Unmute}};

napi_value Init(napi_env env, napi_value exports) {
  Export(env, exports, kEntries);
  return exports;
}

}  // namespace

NAPI_MODULE(stderr_mute, Init)
