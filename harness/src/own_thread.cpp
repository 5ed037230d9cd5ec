// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/own_thread.hpp>
#include <netlair/netns/error.hpp>

#include "task_mark.hpp"

#include <system_error>
#include <utility>

#include <pthread.h>
#include <signal.h>

namespace netlair::detail {
namespace {

// A thread inherits what its maker blocks.
class [[nodiscard]] ScopedNoSignals {
 public:
  ScopedNoSignals() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &previous_);
  }
  ScopedNoSignals(const ScopedNoSignals&) = delete;
  ScopedNoSignals& operator=(const ScopedNoSignals&) = delete;
  ~ScopedNoSignals() { ::pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }

 private:
  sigset_t previous_{};
};

}  // namespace

std::thread start_own_thread(const char* name, std::function<void()> f) {
  const ScopedNoSignals while_it_starts;
  ScopedOwnTask task;
  try {
    std::thread thread([name, f = std::move(f)] {
      ::pthread_setname_np(::pthread_self(), name);
      f();
    });
    task.count();
    return thread;
  } catch (const std::system_error& error) {
    throw Error(Step::kJoin, "pthread_create", error.code().value());
  }
}

}  // namespace netlair::detail
