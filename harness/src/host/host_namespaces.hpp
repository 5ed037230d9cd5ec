// SPDX-License-Identifier: Apache-2.0
// The namespaces of a host, each held by a descriptor: network, mounts, host name.
//
// Where the kernel makes a mount namespace, but an AppArmor profile or the like refuses to mount anything in it, there
// is none: the host has a network and a name then, and the machine's files. So it is in a program that has changed its
// root: entering a mount namespace leads out of that.
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
  /// Fresh ones, loopback up, made on a thread that ends. Throws Error at kUnshare, kMount, kOpen, kNetlink, kJoin.
  static HostNamespaces make(const std::string& name);
  /// The same, and the calling thread is in them from now on. Whatever is thrown, the thread may be in some of them: it
  /// is of no use any more.
  static HostNamespaces make_around_this_thread(const std::string& name);

  /// The same ones, which are those of that thread of this process as well, by descriptors of the calling thread's
  /// table; this object's may be of another one. Throws Error at kOpen.
  HostNamespaces of_thread(pid_t thread) const;

  const NetNs& net() const noexcept { return net_; }
  /// The kernel's number of the network, which it gives to no other one; 0: not known, before Linux 5.14.
  std::uint64_t cookie() const noexcept { return cookie_; }
  /// Empty where the host has the machine's files.
  const UniqueFd& mounts() const noexcept { return mounts_; }
  /// See set_up_files().
  bool has_own_files() const noexcept { return has_own_files_; }
  const UniqueFd& names() const noexcept { return names_; }
  /// Throws Error at kSetns or kOpen.
  HostIdentity identity() const { return identity_of(net_, names_, mounts_); }
  MountWatch& mount_watch() noexcept { return mount_watch_; }

  /// Moves the calling thread in, for good; its working directory stays what it is by name. Throws Error at kSetns,
  /// also where the host has no such directory.
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
