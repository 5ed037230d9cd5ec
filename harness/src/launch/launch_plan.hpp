// SPDX-License-Identifier: Apache-2.0
// What passes between a parent and its child from vfork to exec: the plan for the child, and its report when it fails.
#pragma once

#include <netlair/harness/spawn_options.hpp>

#include "launch/credentials.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

// What happens in the child is the caller's affair only when it fails: then this is left in the memory that the two
// share, and sent where they share none.
struct Report {
  enum class What { kPidfd, kStreams, kDescriptors, kDirectory, kLimits, kUser, kExec } what;
  int error_number;
  bool is_there;  // the program, as the child sees it from its directory
};

// Everything that the child needs, made before the fork. Its descriptors are above all numbers that it is to have.
struct Plan {
  std::string program;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::string directory;
  int input;  // negative: /dev/null
  int output;
  int errors;
  std::vector<std::pair<int, int>> descriptors;  // {its number, what is to be there}
  std::vector<ResourceLimit> limits;
  std::optional<Credentials> credentials;
  int channel = -1;  // see LaunchChannel
  int fork_error = 0;
  // By the child.
  bool shares_memory = false;
  bool is_prepared = false;
  std::optional<Report> failure = {};
};

}  // namespace netlair::detail
