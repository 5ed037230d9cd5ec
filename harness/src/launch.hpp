// SPDX-License-Identifier: Apache-2.0
// From an argument vector to a running child: fork and exec by Boost.Process v1, with what we found missing in it.
//
//   its error pipe is inherited by children that other threads start meanwhile   -> it gets none; ours is close-on-exec
//   set_error() in a child's hook does not stop the exec                         -> a hook that fails reports and
//   _exits a child whose start failed stays a zombie                                    -> it is reaped before the
//   error is thrown wait_for() on several threads overflows the stack                            -> waits are on a
//   pidfd, see Process
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

struct LaunchSpec {
  std::vector<std::string> argv;  // at least one
  std::vector<std::pair<std::string, std::string>> environment;
  std::filesystem::path directory;
  int output = -1;  // becomes standard output and standard error
};

struct Launched {
  pid_t pid;
  UniqueFd pidfd;
};

/// The child has the namespaces of the calling thread. When this returns, it has begun to run its program; when it
/// throws (Error at kSpawn), nothing of it ran and nothing is left of it. Any thread may call; starts happen one after
/// the other.
Launched launch(const LaunchSpec& spec);

}  // namespace netlair::detail
