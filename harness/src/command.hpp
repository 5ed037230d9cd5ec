// SPDX-License-Identifier: Apache-2.0
// What there is to know of a program before it is started.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

/// The file of argv[0], see find_program(). Throws Error at kSpawn, ENOENT, with what may have been meant.
std::string program_file(const std::string& name);

/// "NAME=value" of this program, with the given ones in place of, or behind, its own, and mark_of_programs().
std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& extra);

/// "'nginx -c x'", for people.
std::string in_one_line(const std::vector<std::string>& argv);

}  // namespace netlair::detail
