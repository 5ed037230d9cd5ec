// SPDX-License-Identifier: Apache-2.0
// The processes in a host, as the kernel knows them: whoever started them, whatever they are called.
#pragma once

#include <netlair/netns/netns.hpp>

#include "host/host_namespaces.hpp"

#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// Is any process but this one in that network?
bool is_inhabited(const NetNs& ns);

struct Ended {
  std::vector<std::string> left;      ///< those that neither we nor our programs have started: "process 1 'sleep 60'"
  std::vector<std::string> problems;  ///< what could not be done
  std::vector<pid_t> pids;            ///< of all of them: those that are children of ours are zombies now
};

/// Kills every process in the host but this one, and waits until they are gone: whatever is in a host came from us. So
/// did what has left its network, but has its mounts or its name, or the mark of its programs. Throws Error at kOpen
/// where somebody cannot be looked at, who may be one of them.
Ended end_inhabitants(const HostNamespaces& host);

}  // namespace netlair::detail
