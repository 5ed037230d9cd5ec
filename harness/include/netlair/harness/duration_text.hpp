// SPDX-License-Identifier: Apache-2.0
// How error messages write durations. Not for direct use.
#pragma once

#include <chrono>
#include <string>

namespace netlair::detail {

/// "5 s", "200 ms"
std::string in_words(std::chrono::milliseconds time);

}  // namespace netlair::detail
