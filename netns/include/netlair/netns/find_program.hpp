// SPDX-License-Identifier: Apache-2.0
// Finds programs. Any thread may call these functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace netlair {

/// The path of the executable file of a program. `name` has no "/". The first match counts: in PATH, then in
/// /usr/local/sbin, /usr/sbin and /sbin, which hold servers, and which the PATH of ordinary users lacks.
std::optional<std::string> find_program(std::string_view name);
/// The same with another search path in place of PATH, such as "/usr/bin:/bin".
std::optional<std::string> find_program(std::string_view name, const std::string& path);

/// PATH; if it is not set, the default search path of execvp(3).
std::string search_path();

}  // namespace netlair
