// SPDX-License-Identifier: Apache-2.0
// How errors put times. Not meant to be used by itself.
#pragma once

#include <chrono>
#include <string>

namespace netlair::detail {

/// "5 s", "200 ms"
std::string in_words(std::chrono::milliseconds time);

}  // namespace netlair::detail
