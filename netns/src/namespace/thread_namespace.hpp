// SPDX-License-Identifier: Apache-2.0
// Records which network namespace the calling thread is in.
//
// Asking the kernel (/proc/thread-self/ns/net) costs about twice as much as moving to a namespace and back, so each
// thread remembers the answer. The record is dropped at every setns(2) and unshare(2) that any code makes through the C
// library: this library defines both names, and passes the calls on to the next definition. Only a raw
// syscall(SYS_setns) is not noticed. A child with its own memory starts with an empty record, however it was made.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <sys/types.h>

namespace netlair::detail {

// Constant-initialized, so that no code runs at its first use: a child that calls setns(2) may have inherited held
// locks of malloc(3).
struct ThreadNamespace {
  bool known = false;
  NetNsId id;
  int fd = -1;                 // the descriptor for the way back; -1 if it was not needed yet
  bool is_a_way_back = false;  // it is known that the kernel would let the thread return
  pid_t owner = 0;  // the process that owns `fd`: a child of vfork(2) shares this record, but not the descriptors
  ProcessStamp process;
};

/// The record of the calling thread, as it is.
ThreadNamespace& thread_namespace_record() noexcept;

/// The same with `known` and `fd` filled in, from the kernel if necessary. Throws Error at kOpen.
ThreadNamespace& thread_namespace();

/// Throws Error at kSetns, EPERM, if the kernel would not let the thread return, since the namespace belongs to an
/// ancestor of this user namespace (ioctl_ns(2)). The kernel is asked only once.
void require_way_back(ThreadNamespace& here);

/// Takes the descriptor that thread_namespace() has filled in. The caller owns it, to return by.
RememberedFd take_way_back(ThreadNamespace& here) noexcept;
/// Records that the thread is in `id`, with `way_back`, if any, for a later return.
void note_returned(const NetNsId& id, RememberedFd way_back) noexcept;

/// Records that the thread is in `id` permanently.
void note_entered(const NetNsId& id) noexcept;

/// Records that the namespace of the thread is unknown.
void forget_thread_namespace() noexcept;

/// Calls setns(2) and leaves the record unchanged: the caller updates it. Returns an errno value, or 0.
int move_thread(int fd) noexcept;

}  // namespace netlair::detail
