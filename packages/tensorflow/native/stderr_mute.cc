// Turns standard error off and on again. TensorFlow prints lines while it is loaded, before any setting of its own is read,
// and they would run through the progress bars.
#include <fcntl.h>
#include <node_api.h>
#include <stdio.h>
#include <unistd.h>

static int kept = -1;

static napi_value Mute(napi_env env, napi_callback_info) {
  if (kept < 0) {
    fflush(stderr);
    const int nowhere = open("/dev/null", O_WRONLY);
    kept = dup(STDERR_FILENO);
    if (nowhere >= 0 && kept >= 0) dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) close(nowhere);
  }
  return nullptr;
}

static napi_value Unmute(napi_env env, napi_callback_info) {
  if (kept >= 0) {
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
    kept = -1;
  }
  return nullptr;
}

static napi_value Init(napi_env env, napi_value exports) {
  napi_value mute, unmute;
  napi_create_function(env, "mute", NAPI_AUTO_LENGTH, Mute, nullptr, &mute);
  napi_create_function(env, "unmute", NAPI_AUTO_LENGTH, Unmute, nullptr, &unmute);
  napi_set_named_property(env, exports, "mute", mute);
  napi_set_named_property(env, exports, "unmute", unmute);
  return exports;
}

NAPI_MODULE(stderr_mute, Init)
