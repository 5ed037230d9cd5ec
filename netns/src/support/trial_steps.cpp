// SPDX-License-Identifier: Apache-2.0
#include "support/trial_steps.hpp"

#include "base/signal_safe.hpp"
#include "privilege/own_user_namespace.hpp"
#include "settings/proc_sys.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// Reads to the end of input, but keeps only as much as `kept` holds. Returns the size of what it kept.
std::size_t read_to_end(int source, std::span<char> kept) noexcept {
  std::array<char, 256> buffer{};
  std::size_t size = 0;
  for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);) {
    got = ::read(source, buffer.data(), buffer.size());
    if (got <= 0) continue;
    const std::size_t wanted = std::min(static_cast<std::size_t>(got), kept.size() - size);
    std::copy_n(buffer.begin(), wanted, kept.begin() + static_cast<std::ptrdiff_t>(size));
    size += wanted;
  }
  return size;
}

}  // namespace

PlainError visit_own_network() noexcept {
  const int home = ::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  if (home < 0) return plain_error(Step::kOpen, "/proc/self/ns/net");
  if (const PlainError failure = enter_own_network()) return failure;
  // The system call itself, because this library's own setns() is not async-signal-safe.
  if (::syscall(SYS_setns, home, CLONE_NEWNET) != 0)
    return plain_error(Step::kSetns, "back to the network it came from");
  return {};
}

PlainError enter_own_mounts() noexcept {
  if (unshare_by_system_call(CLONE_NEWNS) != 0) return plain_error(Step::kUnshare, "CLONE_NEWNS");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return plain_error(Step::kMount, "'/' as private");
  if (::mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0)
    return plain_error(Step::kMount, "a tmpfs on /run");
  return {};
}

// As PersistDir does it: a shared mount for the directory, and a mount on a file in it.
PlainError name_a_namespace() noexcept {
  if (const PlainError failure = enter_own_mounts()) return failure;
  if (const PlainError failure = enter_own_network()) return failure;
  if (::mount(nullptr, "/run", nullptr, MS_SHARED, nullptr) != 0) return plain_error(Step::kMount, "/run as shared");
  const int fd = ::open("/run/name", O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
  if (fd < 0) return plain_error(Step::kCreate, "/run/name");
  ::close(fd);
  if (::mount("/proc/self/ns/net", "/run/name", nullptr, MS_BIND, nullptr) != 0)
    return plain_error(Step::kMount, "a network namespace on a file");
  return {};
}

PlainError enter_pid_namespace() noexcept {
  if (unshare_by_system_call(CLONE_NEWPID) != 0) return plain_error(Step::kUnshare, "CLONE_NEWPID");
  const pid_t init = ::_Fork();
  if (init < 0) return plain_error(Step::kSpawn, "the first process of a PID namespace");
  if (init == 0) ::_exit(::getpid() == 1 ? 0 : 1);
  errno = succeeds(init) ? 0 : EPROTO;
  return plain_error(Step::kUnshare, "CLONE_NEWPID");
}

PlainError bind_to_ipv6_loopback() noexcept {
  if (const PlainError failure = enter_own_network()) return failure;
  const int fd = ::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return plain_error(Step::kSocket, "(AF_INET6, SOCK_DGRAM, 0)");
  sockaddr_in6 loopback{};
  loopback.sin6_family = AF_INET6;
  loopback.sin6_addr = IN6ADDR_LOOPBACK_INIT;
  const bool bound = ::bind(fd, reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) == 0;
  return bound ? PlainError() : plain_error(Step::kSocket, "bound to ::1");
}

PlainError open_packet_socket() noexcept {
  if (const PlainError failure = enter_own_network()) return failure;
  const int fd = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL));
  return fd >= 0 ? PlainError() : plain_error(Step::kSocket, "(AF_PACKET, SOCK_RAW, ETH_P_ALL)");
}

PlainError open_tap_device() noexcept {
  if (const PlainError failure = enter_own_network()) return failure;
  const int fd = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (fd < 0) return plain_error(Step::kOpen, "/dev/net/tun");
  ifreq request{};
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  return ::ioctl(fd, TUNSETIFF, &request) == 0 ? PlainError() : plain_error(Step::kOpen, "a tap on /dev/net/tun");
}

PlainError write_a_sysctl() noexcept {
  constexpr const char* kPath = "net/ipv4/ip_forward";
  if (const PlainError failure = enter_own_network()) return failure;
  if (write_proc_sys(kPath, "1")) return {};
  if (errno == EROFS || errno == ENOENT) {
    if (const PlainError failure = mount_own_proc()) return failure;
    if (write_proc_sys(kPath, "1")) return {};
  }
  return plain_error(Step::kSysctl, "net.ipv4.ip_forward of a namespace");
}

// A descriptor keeps each namespace. ENOSPC is not retried, as unshare_when_there_is_room() would do: this process
// holds so many namespaces that other processes may be waiting for room.
PlainError make_many_namespaces() noexcept {
  constexpr int kMany = 64;
  for (int made = 0; made < kMany; ++made) {
    if (unshare_by_system_call(CLONE_NEWNET) != 0) return plain_error(Step::kUnshare, "CLONE_NEWNET, one of 64");
    if (::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC) < 0) return plain_error(Step::kOpen, "one of 64 namespaces");
  }
  return {};
}

PlainError run_to_success(char* const* argv) noexcept {
  constexpr unsigned kSeconds = 60;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return plain_error(Step::kSpawn, "pipe of nft");
  const pid_t pid = ::_Fork();
  if (pid < 0) return plain_error(Step::kSpawn, "nft");
  if (pid == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    ::alarm(kSeconds);  // the alarm survives the exec
    ::execv(argv[0], argv);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::array<char, 128> said{};
  const std::string_view text(said.data(), read_to_end(ends[0], said));
  ::close(ends[0]);
  errno = succeeds(pid) ? 0 : EOPNOTSUPP;
  PlainError failure = plain_error(Step::kNftables, "trial");
  set_text(failure, text.substr(0, text.find('\n')));
  return failure;
}

}  // namespace netlair::detail
