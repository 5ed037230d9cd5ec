// SPDX-License-Identifier: Apache-2.0
// The time limit for waits: until a server is ready, a program ends, or a link is up. All waits have the same limit,
// since a wait that succeeds never takes that long, and a machine may be slow.
#pragma once

#include <chrono>

namespace netlair {

/// 60 s, times the environment variable NETLAIR_TIME_FACTOR if it is set: 0.01 to 1000, for example "5" under a
/// sanitizer or a debugger. In a test, the limit is at most three quarters of the time that the test has left: then the
/// wait ends first, and reports what it waited for, before the test times out. Throws Error EINVAL at kCheckValue for
/// any other factor. Any thread may call.
std::chrono::milliseconds patience();

namespace detail {

/// The time point `time` from now, at most one day: a longer time would overflow.
std::chrono::steady_clock::time_point deadline_in(std::chrono::milliseconds time) noexcept;

/// patience() without the limit that a test sets.
std::chrono::milliseconds whole_patience();
/// Returns how much time the running test has left. Set once, before there is a second thread.
using TimeLeft = std::chrono::milliseconds (*)();
void limit_patience_with(TimeLeft function) noexcept;

}  // namespace detail

}  // namespace netlair
