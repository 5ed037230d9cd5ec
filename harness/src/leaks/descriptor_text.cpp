// SPDX-License-Identifier: Apache-2.0
#include "leaks/descriptor_text.hpp"

#include <netlair/netns/unique_fd.hpp>

#include "leaks/socket_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string_view>

#include <linux/if_tun.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

namespace netlair::detail {
namespace {

bool is_own(const char* kind, const struct stat& status) {
  struct stat own {};
  return ::stat((std::string("/proc/thread-self/ns/") + kind).c_str(), &own) == 0 && own.st_dev == status.st_dev &&
         own.st_ino == status.st_ino;
}

bool is_out_of_resources(int error_number) {
  return error_number == EMFILE || error_number == ENFILE || error_number == ENOMEM;
}

// For a socket or a TUN device. If no descriptor is left to find out, returns true, so that it is reported.
bool is_in_another_network(int fd) {
  const UniqueFd network(::ioctl(fd, SIOCGSKNS));
  if (!network && is_out_of_resources(errno)) return true;
  struct stat status {};
  return network && ::fstat(network.get(), &status) == 0 && !is_own("net", status);
}

bool is_kept_by_a_name_service(int fd) {
  constexpr std::array<std::string_view, 6> kServices = {"/dev/log",       "/var/lib/sss/", "/run/systemd/",
                                                         "/var/run/nscd/", "/run/dbus/",    "/var/run/dbus/"};
  sockaddr_un peer{};
  socklen_t size = sizeof peer;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0 || peer.sun_family != AF_UNIX) return false;
  const std::string_view path(&peer.sun_path[0],
                              std::min(size, socklen_t{sizeof peer}) - offsetof(sockaddr_un, sun_path));
  return std::any_of(kServices.begin(), kServices.end(), [&](auto each) { return path.starts_with(each); });
}

// misc(4), devices.txt.
bool is_tun(const struct stat& status) {
  return S_ISCHR(status.st_mode) && status.st_rdev == makedev(10, 200);
}

std::string tun_text(int fd) {
  ifreq link{};
  if (::ioctl(fd, TUNGETIFF, &link) != 0) return "a TUN or TAP device without a link";
  return std::string((link.ifr_flags & IFF_TAP) != 0 ? "the TAP device " : "the TUN device ") + &link.ifr_name[0];
}

// Empty for a namespace that this thread is in, and for a kind of namespace that hosts do not have.
std::string namespace_text(int fd, const struct stat& status) {
  switch (::ioctl(fd, NS_GET_NSTYPE)) {
    case CLONE_NEWNET: return is_own("net", status) ? "" : "a network namespace";
    case CLONE_NEWNS: return is_own("mnt", status) ? "" : "a mount namespace";
    case CLONE_NEWUTS: return is_own("uts", status) ? "" : "a UTS namespace";
    default: return "";
  }
}

bool is_namespace(const struct stat& status) {
  struct stat own {};
  return ::stat("/proc/thread-self/ns/net", &own) == 0 && own.st_dev == status.st_dev;
}

}  // namespace

std::string held_by_descriptor(int fd, const struct stat& status) {
  if (S_ISSOCK(status.st_mode))
    return is_in_another_network(fd) && !is_kept_by_a_name_service(fd) ? socket_text(fd) : "";
  if (is_tun(status)) return is_in_another_network(fd) ? tun_text(fd) : "";
  return is_namespace(status) ? namespace_text(fd, status) : "";
}

}  // namespace netlair::detail
