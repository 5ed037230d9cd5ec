// SPDX-License-Identifier: Apache-2.0
// The processes in a host, as the kernel shows them, whatever started them and whatever their names are.
#pragma once

#include <netlair/netns/netns.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// What identifies a host from outside. Reading another user's /proc/PID/ns takes CAP_SYS_PTRACE, which root in a
/// container often lacks. Everyone may read /proc/PID/net/dev, and its inode is specific to the network.
struct HostIdentity {
  NetNsId net;
  ino_t net_dev = 0;
  // The following are empty if only the network counts.
  std::optional<FileId> own_network = {};  ///< this program's network
  FileId mounts = {};
  FileId names = {};
};

/// Identifies a network alone. Throws Error at kSetns or kOpen.
HostIdentity identity_of(const NetNs& ns);
/// `mounts` may be empty. Throws Error at kSetns or kOpen.
HostIdentity identity_of(const NetNs& net, const UniqueFd& names, const UniqueFd& mounts);

/// Is any process other than this one in that network?
bool has_processes(const NetNs& ns);

struct EndedProcesses {
  std::vector<std::string> left;      ///< not started by netlair or its programs: "process 1 'sleep 60'"
  std::vector<std::string> problems;  ///< what failed
  std::vector<pid_t> pids;            ///< of all ended processes; children of this process are zombies now
};

/// Kills every process in the host except this one, and waits until they are gone: every process in a host comes from
/// this program. So does a process that has left the host's network, but still has its mounts, its host name, or its
/// programs' mark. Throws Error at kOpen if a process that may be one of them cannot be examined.
EndedProcesses end_processes_in(const HostIdentity& identity);

}  // namespace netlair::detail
