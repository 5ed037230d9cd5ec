// SPDX-License-Identifier: Apache-2.0
#include "privilege/own_user_namespace.hpp"

#include "base/signal_safe.hpp"

#include <array>
#include <cstring>

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// Writes "0 1000 1": the only user, or group, that an ordinary process may map (user_namespaces(7)).
bool write_map(const char* path, unsigned outer) noexcept {
  std::array<char, 32> text{};
  char* digit = text.data() + text.size() - 3;
  std::memcpy(digit, " 1", 3);
  do {
    *--digit = static_cast<char>('0' + outer % 10);
    outer /= 10;
  } while (outer != 0);
  *--digit = ' ';
  *--digit = '0';
  return write_file(AT_FDCWD, path, digit);
}

PlainError bring_loopback_up() noexcept {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return plain_error(Step::kSocket, "(AF_INET, SOCK_DGRAM, 0)");
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", sizeof "lo");
  request.ifr_flags = IFF_UP;
  const PlainError failure =
      ::ioctl(socket, SIOCSIFFLAGS, &request) == 0 ? PlainError{} : plain_error(Step::kNetlink, "lo up");
  ::close(socket);
  return failure;
}

}  // namespace

// A thread may return only to namespaces that belong to its own user namespace. Hence this makes one of each kind that
// a host has.
PlainError enter_own_namespaces() noexcept {
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();
  if (unshare_when_there_is_room(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS) != 0)
    return plain_error(Step::kUserNamespace, "by unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS)");
  if (!write_file(AT_FDCWD, "/proc/self/setgroups", "deny")) return plain_error(Step::kMap, "/proc/self/setgroups");
  if (!write_map("/proc/self/uid_map", uid)) return plain_error(Step::kMap, "/proc/self/uid_map");
  if (!write_map("/proc/self/gid_map", gid)) return plain_error(Step::kMap, "/proc/self/gid_map");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return plain_error(Step::kMount, "'/' as private");
  return bring_loopback_up();
}

PlainError enter_own_network() noexcept {
  if (unshare_when_there_is_room(CLONE_NEWNET) != 0) return plain_error(Step::kUnshare, "CLONE_NEWNET");
  return bring_loopback_up();
}

}  // namespace netlair::detail
