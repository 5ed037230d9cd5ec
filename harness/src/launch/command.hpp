// SPDX-License-Identifier: Apache-2.0
// What there is to know of a program before it is started.
#pragma once

#include <netlair/harness/spawn_options.hpp>

#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

/// What execve(2) takes ends at the first null byte: throws Error at kSpawn, EINVAL, for one in a text of these, and
/// for what cannot be the name of a variable.
void check_texts(const std::vector<std::string>& argv, const SpawnOptions& options);

/// The file of argv[0], see find_program(); by the PATH that it is given, if it is given one. Throws Error at kSpawn,
/// ENOENT, with what may have been meant.
std::string program_file(const std::string& name, const SpawnOptions& options);

/// "NAME=value" of this program, with the given ones in place of, or behind, its own, and mark_of_programs(). Of a
/// variable that is given twice the last one counts.
std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& extra);

/// "'nginx -c x'", for people.
std::string in_one_line(const std::vector<std::string>& argv);

}  // namespace netlair::detail
