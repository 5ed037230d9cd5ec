// SPDX-License-Identifier: Apache-2.0
// A process identified by a descriptor (pidfd_open(2), Linux 5.3), which never refers to another process later. Uses
// the system calls directly, because glibc 2.36 declares its wrappers without C linkage.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <chrono>
#include <optional>

namespace netlair::detail {

/// Returns an errno value, or 0; ESRCH if the process has ended.
int send_signal(const UniqueFd& pidfd, int number) noexcept;

/// Waits until the process has ended, reaped or not, or the timeout, at most a day, is over. Throws Error at kWait.
bool ends_within(const UniqueFd& pidfd, std::chrono::milliseconds timeout);

/// How the process ended, as a waitpid(2) status, also if other code has reaped it: Linux 6.15 reports that,
/// PIDFD_GET_INFO. Empty if not known.
std::optional<int> status_of_reaped(const UniqueFd& pidfd) noexcept;

}  // namespace netlair::detail
