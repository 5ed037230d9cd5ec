// SPDX-License-Identifier: Apache-2.0
// Running a helper program to its end, in the namespace of the calling thread: for the tools of which there is no
// library. Programs that a test runs are the business of the layer above.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace netlair::detail {

struct Finished {
  int status;  // as wait(2) gives it
  std::string output;
  std::string errors;  // what it wrote to standard error
};

/// Runs argv, argv[0] being a path, with `input` as its standard input. Throws Error at kSpawn; at kWait: ETIMEDOUT
/// when it has not ended within patience(), and it is killed; ECHILD when this program ignores SIGCHLD, so that nobody
/// can tell how it went.
Finished run_program(const std::vector<std::string>& argv, std::string_view input);

}  // namespace netlair::detail
