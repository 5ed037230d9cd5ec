// SPDX-License-Identifier: Apache-2.0
// Where programs are. Any thread may ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace netlair {

/// The file of a program, by a name without "/": the first that can be executed in PATH, then in /usr/local/sbin,
/// /usr/sbin and /sbin, where servers are and which ordinary users' PATH lacks.
std::optional<std::string> find_program(std::string_view name);

}  // namespace netlair
