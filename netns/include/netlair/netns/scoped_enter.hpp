// SPDX-License-Identifier: Apache-2.0
// The calling thread inside a namespace for the length of a scope.
//
// A thread that cannot return must never run another line in the wrong network, and C++ has no safe way to end just
// that thread with its callers' frames on it: so the program ends (std::abort) with a message that names both
// namespaces. It takes a body that gives up its privilege on the way, for example by dropping CAP_SYS_ADMIN, or one
// that closes all descriptors in a program none of whose other threads is where this one has come from.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/open_netns.hpp>
#include <netlair/netns/remembered_fd.hpp>

namespace netlair {

class [[nodiscard]] ScopedEnter {
 public:
  /// Does nothing when the thread is inside already. Throws Error at kOpen or kSetns, also where the kernel would not
  /// let the thread return. A NetNs is one, and must outlive the guard.
  explicit ScopedEnter(const detail::OpenNetNs& ns);
  ScopedEnter(const ScopedEnter&) = delete;
  ScopedEnter& operator=(const ScopedEnter&) = delete;
  /// On the thread that made it.
  ~ScopedEnter();

 private:
  const detail::OpenNetNs* ns_;
  detail::RememberedFd home_;
  NetNsId home_id_;
};

namespace detail {
/// Moves the calling thread, for good. Throws Error at kSetns.
void enter(const OpenNetNs& ns);
}  // namespace detail

}  // namespace netlair
