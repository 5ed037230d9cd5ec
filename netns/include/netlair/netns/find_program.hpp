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
/// The same with another search path, such as "/usr/bin:/bin".
std::optional<std::string> find_program(std::string_view name, const std::string& path);

/// PATH; where there is none, what execvp(3) looks through.
std::string search_path();

}  // namespace netlair
