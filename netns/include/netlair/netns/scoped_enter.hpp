// SPDX-License-Identifier: Apache-2.0
// Keeps the calling thread inside a namespace for the length of a scope.
//
// A thread that cannot return must not run any more code in the wrong network, and C++ has no safe way to end a single
// thread with its callers' frames on its stack. Hence the program ends (std::abort) with a message that names both
// namespaces. This happens only if the body gives up its privilege, for example by dropping CAP_SYS_ADMIN, or if it
// closes all descriptors while no other thread of the program is in the namespace that this thread came from.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/open_netns.hpp>
#include <netlair/netns/remembered_fd.hpp>

namespace netlair {

class NetNs;

class [[nodiscard]] ScopedEnter {
 public:
  /// Does nothing if the thread is inside already. Throws Error at kOpen or kSetns, also if the kernel would not let
  /// the thread return. `ns` must outlive the guard. Defined in netns.hpp.
  explicit ScopedEnter(const NetNs& ns);
  ScopedEnter(const ScopedEnter&) = delete;
  ScopedEnter& operator=(const ScopedEnter&) = delete;
  /// Must run on the thread that made the guard.
  ~ScopedEnter();

 private:
  explicit ScopedEnter(const detail::OpenNetNs& ns);

  const detail::OpenNetNs* ns_;
  detail::RememberedFd home_;
  NetNsId home_id_;
};

namespace detail {
/// Moves the calling thread into `ns`, permanently. Throws Error at kSetns.
void enter(const OpenNetNs& ns);
}  // namespace detail

}  // namespace netlair
