// SPDX-License-Identifier: Apache-2.0
// What is determined about a program before it is started.
#pragma once

#include <netlair/harness/spawn_options.hpp>

#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

/// Throws Error at kSpawn, EINVAL, if one of these texts contains a null byte, at which execve(2) would cut it off, or
/// if a name of a variable is not valid.
void check_texts(const std::vector<std::string>& argv, const SpawnOptions& options);

/// The file of argv[0], see find_program(). If the options set PATH, that PATH is searched. Throws Error at kSpawn,
/// ENOENT, with a hint at what may have been meant.
std::string program_file(const std::string& name, const SpawnOptions& options);

/// This program's environment, as "NAME=value", plus `extra`, which replaces variables of the same name, plus
/// mark_of_programs_here(). Of a variable that is given twice the last one counts.
std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& extra);

/// "'nginx -c x'", for messages.
std::string in_one_line(const std::vector<std::string>& argv);

}  // namespace netlair::detail
