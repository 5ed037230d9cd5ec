// SPDX-License-Identifier: Apache-2.0
// How long there is for what should happen: a server gets ready, a program ends, a link comes up. One answer for all of
// them, as a pass never waits that long, and a machine may be slow.
#pragma once

#include <chrono>

namespace netlair {

/// 60 s, times NETLAIR_TIME_FACTOR of the environment where that is set: from 0.01 to 1000, as in "5" under a sanitizer
/// or a debugger. Throws Error EINVAL at kCheck for anything else. Any thread may call.
std::chrono::milliseconds patience();

}  // namespace netlair
