// SPDX-License-Identifier: Apache-2.0
// From an argument vector to a running child: vfork and exec by Boost.Process v1, with remedies for its defects:
//
// - its error pipe is inherited by children of other threads: it is turned off; netlair's own channel is close-on-exec.
// - set_error() in a child's hook does not stop the exec: a hook that fails reports the error and calls _exit().
// - a child whose start failed stays a zombie: launch() reaps it before it throws the error.
// - wait_for() on several threads overflows the stack: waits use a pidfd, see Process.
#pragma once

#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// Descriptors of this program, which become the standard streams of the child.
struct LaunchStreams {
  int input;  // -1: /dev/null
  int output;
  int errors;
};

struct Launched {
  pid_t pid;
  UniqueFd pidfd;
};

/// `argv` has at least one element. The child is in the namespaces of the calling thread. When launch() returns, the
/// child has begun to run its program; when it throws (Error at kSpawn), nothing of the program ran and nothing is left
/// of the child. Any thread may call.
Launched launch(const std::vector<std::string>& argv, const SpawnOptions& options, const LaunchStreams& streams);

}  // namespace netlair::detail
