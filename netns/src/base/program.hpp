// SPDX-License-Identifier: Apache-2.0
// Runs a helper program to its end, in the namespace of the calling thread: for tools that have no library. The layer
// above runs the programs of tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netlair::detail {

struct Finished {
  int status;  // as wait(2) gives it
  std::string output;
  std::string errors;  // what the program wrote to standard error
};

/// Runs argv, where argv[0] is a path, with `input` as its standard input. Throws Error at kSpawn; at kWait: ETIMEDOUT
/// if the program has not ended within patience(), and was killed; ECHILD if this program ignores SIGCHLD, so that the
/// exit status is lost.
Finished run_program(const std::vector<std::string>& argv, std::string_view input);

}  // namespace netlair::detail
