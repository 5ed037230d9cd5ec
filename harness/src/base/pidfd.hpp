// SPDX-License-Identifier: Apache-2.0
// A process by descriptor (pidfd_open(2), Linux 5.3): it never comes to mean another one.
// The system calls themselves, because glibc 2.36 declares its wrappers without C linkage.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <chrono>
#include <optional>

namespace netlair::detail {

/// Returns an errno value, or 0; ESRCH when it has ended.
int send_signal(const UniqueFd& pidfd, int number) noexcept;

/// Waits until it has ended, reaped or not, or the time, a day at most, is over. Throws Error at kWait.
bool ends_within(const UniqueFd& pidfd, std::chrono::milliseconds timeout);

/// How it has ended, as waitpid(2) says it, also when somebody else has reaped it: Linux 6.15 knows that,
/// PIDFD_GET_INFO. Empty where it is not known.
std::optional<int> status_of_reaped(const UniqueFd& pidfd) noexcept;

}  // namespace netlair::detail
