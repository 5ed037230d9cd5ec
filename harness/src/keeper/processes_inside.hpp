// SPDX-License-Identifier: Apache-2.0
// The processes in a host, as the kernel knows them: whoever started them, whatever they are called.
#pragma once

#include <netlair/netns/netns.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// A host, by what can be seen of it from outside. Looking at another user's /proc/PID/ns takes CAP_SYS_PTRACE, which
/// root in a container often lacks; /proc/PID/net/dev is for everybody, and its inode is the network's own.
struct HostIdentity {
  NetNsId net;
  ino_t net_dev = 0;
  // Empty where only the network counts.
  std::optional<FileId> own_network = {};  ///< this program's
  FileId mounts = {};
  FileId names = {};
};

/// A network alone. Throws Error at kSetns or kOpen.
HostIdentity identity_of(const NetNs& ns);
/// `mounts` may be empty. Throws Error at kSetns or kOpen.
HostIdentity identity_of(const NetNs& net, const UniqueFd& names, const UniqueFd& mounts);

/// Is any process but this one in that network?
bool has_processes(const NetNs& ns);

struct EndedProcesses {
  std::vector<std::string> left;      ///< those that neither we nor our programs have started: "process 1 'sleep 60'"
  std::vector<std::string> problems;  ///< what could not be done
  std::vector<pid_t> pids;            ///< of all of them: those that are children of ours are zombies now
};

/// Kills every process in the host but this one, and waits until they are gone: whatever is in a host came from us. So
/// did what has left its network, but has its mounts or its name, or the mark of its programs. Throws Error at kOpen
/// where somebody cannot be looked at, who may be one of them.
EndedProcesses end_processes_in(const HostIdentity& identity);

}  // namespace netlair::detail
