// SPDX-License-Identifier: Apache-2.0
#include "live_programs.hpp"

#include <pthread.h>

namespace netlair::detail {
namespace {

struct LivePrograms {
  LivePrograms() {
    ::pthread_atfork([] { live_programs().mutex.lock(); }, [] { live_programs().mutex.unlock(); },
                     [] { live_programs().mutex.unlock(); });
  }
  static LivePrograms& live_programs() {
    // Never destroyed: a Process may be an object of static storage.
    static auto& of_this_process = *new LivePrograms;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
    return of_this_process;
  }

  std::mutex mutex;
  std::set<pid_t> pids;
  int starting = 0;
};

LivePrograms& live_programs() {
  return LivePrograms::live_programs();
}

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
