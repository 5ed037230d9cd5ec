// SPDX-License-Identifier: Apache-2.0
// The keeper: a process that waits for the end of this one, whatever brings that about (exit(3), a signal, SIGKILL),
// and then ends what still runs in its hosts, and takes its names of namespaces away. It is no child of this process's,
// holds nothing of it, not even its standard streams, and uses no time while it waits.
//
// It is told of hosts and names through memory that both share, so that a host costs it nothing. After the end of this
// process the inode of a host's network may soon be that of somebody else's: the kernel's cookie of a network, which it
// gives only once (SO_NETNS_COOKIE, Linux 5.14), tells. On older kernels only what has NETLAIR_PROGRAM of this program
// in its environment is ended. So it is with processes of other users where /proc/PID/ns may not be looked at (without
// CAP_SYS_PTRACE). There is room for 4096 hosts and 256 names at a time.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/process_stamp.hpp>

#include <cstdint>

#include <sys/types.h>

namespace netlair::detail {

/// Unless this process has one. Where the kernel makes no process, or knows no pidfd (Linux 5.3), there is none. Any
/// thread may call; best before there is a second one, and before the process has much memory, which is copied.
void start_keeper() noexcept;
/// -1: this process has none.
pid_t keeper_of_this_process() noexcept;

/// What runs in that network is ended when this process ends before this object does.
class [[nodiscard]] KeptHost {
 public:
  KeptHost(const NetNsId& net, std::uint64_t cookie) noexcept;
  KeptHost(const KeptHost&) = delete;
  KeptHost& operator=(const KeptHost&) = delete;
  ~KeptHost();

  /// Also after this object: what is in there could not be ended now.
  void leave() noexcept { slot_ = -1; }

 private:
  int slot_ = -1;
  ProcessStamp owner_ = ProcessStamp::of_this_process();
};

}  // namespace netlair::detail
