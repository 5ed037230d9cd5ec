// SPDX-License-Identifier: Apache-2.0
#include "pidfd.hpp"

#include <netlair/netns/error.hpp>

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

UniqueFd open_pidfd(pid_t pid) noexcept {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

int send_signal(const UniqueFd& pidfd, int number) noexcept {
  return ::syscall(SYS_pidfd_send_signal, pidfd.get(), number, nullptr, 0) == 0 ? 0 : errno;
}

bool ends_within(const UniqueFd& pidfd, milliseconds timeout) {
  const auto deadline = steady_clock::now() + std::min<milliseconds>(timeout, std::chrono::hours(24));
  for (;;) {
    const auto left = std::max(milliseconds(0), std::chrono::ceil<milliseconds>(deadline - steady_clock::now()));
    pollfd ended{pidfd.get(), POLLIN, 0};
    const int count = ::poll(&ended, 1, static_cast<int>(left.count()));
    if (count > 0) return true;
    throw_error_if(count < 0 && errno != EINTR, Step::kWait, "poll of a pidfd");
    if (count == 0 && steady_clock::now() >= deadline) return false;
  }
}

}  // namespace netlair::detail
