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

// The child's report of a failure; success needs no report. It is left in the memory that parent and child share, and
// sent in case they share none.
struct Report {
  enum class What { kPidfd, kStreams, kDescriptors, kDirectory, kLimits, kUser, kExec } what;
  int error_number;
  bool is_there;  // the program's file exists, as seen from the child's directory
};

// Everything that the child needs, made before the fork. Its descriptors are above all numbers that the child is to
// have.
struct Plan {
  std::string program;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::string directory;
  int input;  // negative: /dev/null
  int output;
  int errors;
  std::vector<std::pair<int, int>> descriptors;  // {number in the child, descriptor to duplicate}
  std::vector<ResourceLimit> limits;
  std::optional<Credentials> credentials;
  int channel = -1;  // see LaunchChannel
  int fork_error = 0;
  // Set by the child.
  bool shares_memory = false;
  bool is_prepared = false;
  std::optional<Report> failure = {};
};

}  // namespace netlair::detail
