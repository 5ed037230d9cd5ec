// SPDX-License-Identifier: Apache-2.0
// Which network namespace the calling thread is in.
//
// Asking the kernel (/proc/thread-self/ns/net) costs about twice as much as moving there and back, so each thread
// remembers the answer. It is forgotten at every setns(2) and unshare(2) that goes through the C library, in whoever's
// code: this library defines both names, and passes them on to the next definition. Only a raw syscall(SYS_setns) is
// not seen. A child that was made without the C library's fork(3) remembers nothing.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <sys/types.h>

namespace netlair::detail {

// Nothing runs when it is made: a child that calls setns(2) may have found the locks of malloc(3) taken.
struct ThreadNamespace {
  bool known = false;
  NetNsId id;
  int fd = -1;                 // the way back; -1 where nobody has needed it yet
  bool is_a_way_back = false;  // it has been tried whether the kernel would let the thread return
  pid_t owner = 0;  // whose descriptor that is: a child of vfork(2) shares this record, but not its descriptors
  ProcessStamp process;
};

/// The calling thread's record, as it stands.
ThreadNamespace& thread_namespace_record() noexcept;

/// The same with `known` and `fd` filled in, from the kernel if need be. Throws Error at kOpen.
ThreadNamespace& thread_namespace();

/// Throws Error at kSetns, EPERM, where the kernel would not let the thread return: the namespace belongs to an
/// ancestor of this user namespace (ioctl_ns(2)). Asked once.
void require_way_back(ThreadNamespace& here);

/// What thread_namespace() has filled in, which is the caller's to return by.
RememberedFd take_way_back(ThreadNamespace& here) noexcept;
/// The thread is there, and that is the way back, if there is one.
void note_returned(const NetNsId& id, RememberedFd way_back) noexcept;

/// The thread is there, for good.
void note_entered(const NetNsId& id) noexcept;

/// It is not known where the thread is.
void forget_thread_namespace() noexcept;

/// setns(2) that leaves the record alone: the caller updates it. Returns an errno value, or 0.
int move_thread(int fd) noexcept;

}  // namespace netlair::detail
