// SPDX-License-Identifier: Apache-2.0
// No signal is handled on this thread while one of these lives, and none on a thread that is started meanwhile: it
// inherits what its maker blocks, pthread_sigmask(3).
#pragma once

#include <signal.h>

namespace netlair::detail {

class [[nodiscard]] ScopedBlockedSignals {
 public:
  /// All of them.
  ScopedBlockedSignals() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &previous_);
  }
  /// Those of lower numbers, signal(7): the real-time ones begin at 32.
  explicit ScopedBlockedSignals(int end) noexcept {
    sigset_t some;
    ::sigemptyset(&some);
    for (int number = 1; number < end; ++number) ::sigaddset(&some, number);
    ::pthread_sigmask(SIG_BLOCK, &some, &previous_);
  }
  ScopedBlockedSignals(const ScopedBlockedSignals&) = delete;
  ScopedBlockedSignals& operator=(const ScopedBlockedSignals&) = delete;
  ~ScopedBlockedSignals() { ::pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }

 private:
  sigset_t previous_{};
};

}  // namespace netlair::detail
