// SPDX-License-Identifier: Apache-2.0
// The processes in a network namespace, as the kernel knows them: whoever started them, whatever they are called.
#pragma once

#include <netlair/netns/netns.hpp>

#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// Is any process but this one in the namespace?
bool is_inhabited(const NetNs& ns);

struct Ended {
  std::vector<std::string> left;      ///< those that neither we nor our programs have started: "process 1 'sleep 60'"
  std::vector<std::string> problems;  ///< what could not be done
  std::vector<pid_t> pids;            ///< of all of them: those that are children of ours are zombies now
};

/// Kills every process in the namespace but this one, and waits until they are gone. For a namespace of our own making
/// only: whatever is in it came from us.
Ended end_inhabitants(const NetNs& ns);

}  // namespace netlair::detail
