// SPDX-License-Identifier: Apache-2.0
#include "live_programs.hpp"

namespace netlair::detail {
namespace {

struct LivePrograms {
  std::mutex mutex;
  std::set<pid_t> pids;
};
LivePrograms& live_programs() {
  // Never destroyed: a Process may be an object of static storage.
  static auto& of_this_process = *new LivePrograms;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
  return of_this_process;
}

}  // namespace

ScopedLivePrograms::ScopedLivePrograms() : lock_(live_programs().mutex) {}

std::set<pid_t>& ScopedLivePrograms::pids() noexcept {
  return live_programs().pids;
}

}  // namespace netlair::detail
