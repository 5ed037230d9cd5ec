// SPDX-License-Identifier: Apache-2.0
// The keeper is a process that waits until this process ends, for whatever reason (exit(3), a signal, SIGKILL). Then
// the keeper ends what this process has started and what runs in its hosts, and removes its names of namespaces. The
// keeper is not a child of this process, holds none of its resources, not even its standard streams, and uses no CPU
// time while it waits.
//
// This process records hosts and names in memory that it shares with the keeper, so a host costs the keeper nothing.
// There is room for 4096 hosts and 256 names at a time. The keeper knows a process that is left
// - by its time namespace (Linux 5.6, CONFIG_TIME_NS), if the thread that started the keeper, or a thread that was
//   started by that one later, has started the process or an ancestor of it. This includes daemons with a session,
//   network, user or environment of their own;
// - by its network: after this process ends, the inode of a host's network may soon be reused for another network. The
//   kernel's cookie of a network, which is never reused (SO_NETNS_COOKIE, Linux 5.14), tells them apart;
// - by NETLAIR_PROGRAM in its environment, if a host's program has started it.
// The first two take access to /proc/PID/ns: CAP_SYS_PTRACE for other users' processes.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/process_stamp.hpp>

#include <cstdint>

#include <sys/types.h>

namespace netlair::detail {

/// Starts a keeper unless this process has one; replaces one that was killed, and says so. There is none if the kernel
/// cannot create the process, or has no pidfds (before Linux 5.3). Any thread may call. Best called before there is a
/// second thread, and before the process has much memory, which fork(2) has to copy.
void start_keeper() noexcept;
/// The PID of the keeper; -1: this process has none.
pid_t keeper_of_this_process() noexcept;

/// If this process ends before this object does, the keeper ends what runs in that network.
class [[nodiscard]] KeptHost {
 public:
  KeptHost(const NetNsId& net, std::uint64_t cookie) noexcept;
  KeptHost(const KeptHost&) = delete;
  KeptHost& operator=(const KeptHost&) = delete;
  ~KeptHost();

  /// Keeps the record beyond this object: what runs in that network could not be ended now.
  void leave() noexcept { slot_ = -1; }

 private:
  int slot_ = -1;
  ProcessStamp owner_ = ProcessStamp::of_this_process();
};

}  // namespace netlair::detail
