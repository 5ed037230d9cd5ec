// SPDX-License-Identifier: Apache-2.0
// A process by descriptor (pidfd_open(2), Linux 5.3): it never comes to mean another one.
// The system calls themselves, because glibc 2.36 declares its wrappers without C linkage.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <chrono>

#include <sys/types.h>

namespace netlair::detail {

/// Empty, with errno, when there is no such process.
UniqueFd open_pidfd(pid_t pid) noexcept;

/// Returns an errno value, or 0; ESRCH when it has ended.
int send_signal(const UniqueFd& pidfd, int number) noexcept;

/// Waits until it has ended, reaped or not, or the time, a day at most, is over. Throws Error at kWait.
bool ends_within(const UniqueFd& pidfd, std::chrono::milliseconds timeout);

}  // namespace netlair::detail
