// Sends what this process writes to standard error nowhere for a while.
//
// TensorFlow writes a greeting about oneDNN while its library is being loaded, whatever TF_CPP_MIN_LOG_LEVEL says, and
// JavaScript cannot duplicate file descriptors.

#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

#include <cstdio>

namespace {

int kept = -1;

napi_value Mute(napi_env, napi_callback_info) {
  if (kept >= 0) return nullptr;
  std::fflush(stderr);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return nullptr;
  kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (kept >= 0) dup2(nowhere, STDERR_FILENO);
  close(nowhere);
  return nullptr;
}

napi_value Unmute(napi_env, napi_callback_info) {
  if (kept < 0) return nullptr;
  std::fflush(stderr);
  dup2(kept, STDERR_FILENO);
  close(kept);
  kept = -1;
  return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"mute", nullptr, Mute, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"unmute", nullptr, Unmute, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, 2, functions);
  return exports;
}
