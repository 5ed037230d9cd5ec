// SPDX-License-Identifier: Apache-2.0
// While an object of this class lives, its thread handles no signals. Nor does a thread that is started meanwhile,
// since it inherits the signal mask of its creator (pthread_sigmask(3)).
#pragma once

#include <signal.h>

namespace netlair::detail {

class [[nodiscard]] ScopedBlockedSignals {
 public:
  /// Blocks all signals.
  ScopedBlockedSignals() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &previous_);
  }
  /// Blocks the signals with numbers below `end` (signal(7)). The real-time signals begin at 32.
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
