// SPDX-License-Identifier: Apache-2.0
// The namespaces of a host, each held by a descriptor: network, mounts, host name.
//
// If the kernel makes a mount namespace, but something like an AppArmor profile forbids mounting in it, the host has no
// mount namespace: only a network and a name, and the machine's files. The same applies in a program that has changed
// its root, since entering a mount namespace leads out of that root.
#pragma once

#include <netlair/netns/netns.hpp>
#include <netlair/netns/unique_fd.hpp>

#include "files/mount_watch.hpp"
#include "keeper/processes_inside.hpp"

#include <cstdint>
#include <string>

#include <sys/types.h>

namespace netlair::detail {

class HostNamespaces {
 public:
  /// Makes new namespaces, with loopback up, on a thread that ends. Throws Error at kUnshare, kMount, kOpen, kNetlink,
  /// kJoin.
  static HostNamespaces make(const std::string& name);
  /// The same, but the calling thread makes them and stays in them. After an exception the thread must not be used any
  /// more: it may be in some of them.
  static HostNamespaces make_around_this_thread(const std::string& name);

  /// Returns the same namespaces, which that thread of this process is in, held by descriptors of the calling thread's
  /// descriptor table; this object's descriptors may belong to another table. Throws Error at kOpen.
  HostNamespaces of_thread(pid_t thread) const;

  const NetNs& net() const noexcept { return net_; }
  /// The kernel's cookie of the network, which is never reused; 0: not known, before Linux 5.14.
  std::uint64_t cookie() const noexcept { return cookie_; }
  /// Empty if the host has the machine's files.
  const UniqueFd& mounts() const noexcept { return mounts_; }
  /// See set_up_files().
  bool has_own_files() const noexcept { return has_own_files_; }
  const UniqueFd& names() const noexcept { return names_; }
  /// Throws Error at kSetns or kOpen.
  HostIdentity identity() const { return identity_of(net_, names_, mounts_); }
  MountWatch& mount_watch() noexcept { return mount_watch_; }

  /// Moves the calling thread in, permanently; its working directory keeps its name. Throws Error at kSetns, also if
  /// the host has no such directory.
  void enter() const;

 private:
  HostNamespaces(NetNs net, UniqueFd names) noexcept;

  NetNs net_;
  UniqueFd mounts_;
  UniqueFd names_;
  std::uint64_t cookie_ = 0;
  bool has_mounts_ = false;
  bool has_own_files_ = false;
  MountWatch mount_watch_;
};

}  // namespace netlair::detail
