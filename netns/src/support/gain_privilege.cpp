// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/unique_fd.hpp>
#include <netlair/netns/user_namespace.hpp>

#include <cerrno>

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>

namespace netlair {
namespace {

// A thread that leaves this namespace for a host's must be able to return. EPERM: it cannot, because the namespace
// belongs to an ancestor of this user namespace, ioctl_ns(2).
bool is_returnable(const char* path) {
  const UniqueFd ns(::open(path, O_RDONLY | O_CLOEXEC));
  return UniqueFd(::ioctl(ns.get(), NS_GET_USERNS)) || errno != EPERM;
}

}  // namespace

Support gain_privilege() {
  Support direct = support_now(Feature::kNetworkNamespace);
  if (direct && is_returnable("/proc/self/ns/mnt") && is_returnable("/proc/self/ns/uts")) return direct;
  Support indirect = support_now(Feature::kUserNamespace);
  if (indirect) enter_user_namespace();
  return indirect;
}

}  // namespace netlair
