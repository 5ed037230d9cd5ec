// SPDX-License-Identifier: Apache-2.0
// From an argument vector to a running child: vfork and exec by Boost.Process v1, with what we found missing in it.
//
//   its error pipe is inherited by children of other threads  -> it gets none; ours is close-on-exec
//   set_error() in a child's hook does not stop the exec      -> a hook that fails reports and _exits
//   a child whose start failed stays a zombie                 -> it is reaped before the error is thrown
//   wait_for() on several threads overflows the stack         -> waits are on a pidfd, see Process
#pragma once

#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// Of this program's; they become the standard streams of the other one.
struct LaunchStreams {
  int input;  // -1: /dev/null
  int output;
  int errors;
};

struct Launched {
  pid_t pid;
  UniqueFd pidfd;
};

/// `argv` has at least one element. The child has the namespaces of the calling thread. When this returns, it has begun
/// to run its program; when it throws (Error at kSpawn), nothing of it ran and nothing is left of it. Any thread may
/// call.
Launched launch(const std::vector<std::string>& argv, const SpawnOptions& options, const LaunchStreams& streams);

}  // namespace netlair::detail
