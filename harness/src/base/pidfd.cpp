// SPDX-License-Identifier: Apache-2.0
#include "base/pidfd.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/patience.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

// From <linux/pidfd.h>, which on older systems lacks it: the first version, 64 bytes.
struct PidfdInfo {
  std::uint64_t mask;
  std::uint64_t cgroup;
  std::array<std::uint32_t, 11> ids_and_credentials;
  std::int32_t exit_code;
};
static_assert(sizeof(PidfdInfo) == 64);
constexpr std::uint64_t kExit = 1U << 3U;
constexpr auto kGetInfo = _IOWR(0xFF, 11, PidfdInfo);

}  // namespace

std::optional<int> status_of_reaped(const UniqueFd& pidfd) noexcept {
  PidfdInfo info{};
  info.mask = kExit;
  if (::ioctl(pidfd.get(), kGetInfo, &info) != 0 || (info.mask & kExit) == 0) return std::nullopt;
  return info.exit_code;
}

int send_signal(const UniqueFd& pidfd, int number) noexcept {
  return ::syscall(SYS_pidfd_send_signal, pidfd.get(), number, nullptr, 0) == 0 ? 0 : errno;
}

bool ends_within(const UniqueFd& pidfd, milliseconds timeout) {
  const auto deadline = deadline_in(timeout);
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
