// SPDX-License-Identifier: Apache-2.0
#include "launch/live_programs.hpp"

#include <new>

#include <pthread.h>

namespace netlair::detail {
namespace {

struct LivePrograms {
  std::mutex mutex;
  std::set<pid_t> pids;
  int starting = 0;
};
LivePrograms& live_programs() {
  // Never destroyed: a Process may be an object of static storage.
  static auto& of_this_process = *new LivePrograms;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
  return of_this_process;
}

// A forked child has none of these programs, and may find the lock taken and the set half changed.
void begin_again_in_child() noexcept {
  new (&live_programs()) LivePrograms;
}
// Runs before there is a second thread.
[[maybe_unused]] const int kWatching = [] {
  live_programs();
  return ::pthread_atfork(nullptr, nullptr, begin_again_in_child);
}();

}  // namespace

ScopedLivePrograms::ScopedLivePrograms() : lock_(live_programs().mutex) {}

std::set<pid_t>& ScopedLivePrograms::pids() noexcept {
  return live_programs().pids;
}

int& ScopedLivePrograms::starting() noexcept {
  return live_programs().starting;
}

ScopedStart::ScopedStart() {
  ++ScopedLivePrograms().starting();
}

ScopedStart::~ScopedStart() {
  --ScopedLivePrograms().starting();
}

void ScopedStart::enter(pid_t pid) {
  ScopedLivePrograms().pids().insert(pid);
}

}  // namespace netlair::detail
