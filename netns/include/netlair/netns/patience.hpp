// SPDX-License-Identifier: Apache-2.0
// How long there is for what should happen: a server gets ready, a program ends, a link comes up. One answer for all of
// them, as a pass never waits that long, and a machine may be slow.
#pragma once

#include <chrono>

namespace netlair {

/// 60 s, times NETLAIR_TIME_FACTOR of the environment where that is set: from 0.01 to 1000, as in "5" under a sanitizer
/// or a debugger; in a test three quarters of what is left of its time limit at most, so that it is the wait that ends,
/// and says what it waited for, and not the test. Throws Error EINVAL at kCheckValue for anything else. Any thread may
/// call.
std::chrono::milliseconds patience();

namespace detail {

/// That much from now, a day at most: what is longer would overflow.
std::chrono::steady_clock::time_point deadline_in(std::chrono::milliseconds time) noexcept;

/// patience(), whatever a test has.
std::chrono::milliseconds whole_patience();
/// How much time the running test has left. Set once, before there is a second thread.
using TimeLeft = std::chrono::milliseconds (*)();
void limit_patience_with(TimeLeft function) noexcept;

}  // namespace detail

}  // namespace netlair
