// SPDX-License-Identifier: Apache-2.0
#include "launch/launch_channel.hpp"

#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// A message with a descriptor, and with one byte, since it must not be empty: unix(7), SCM_RIGHTS.
struct MessageWithFd {
  MessageWithFd() noexcept {
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = &control[0];
    message.msg_controllen = sizeof control;
  }

  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};  // NOLINT(*-avoid-c-arrays): async-signal-safe
  char byte = 0;
  iovec data{&byte, 1};
  msghdr message{};
};

}  // namespace

LaunchChannel::LaunchChannel(const ChildDescriptors& descriptors, const std::string& program) {
  std::array<int, 2> ends{};
  throw_error_if(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0, Step::kSpawn,
                 "socketpair for '" + program + "'");
  our_end_.reset(ends[0]);
  its_end_ = descriptors.copy_above(UniqueFd(ends[1]).get());
}

UniqueFd LaunchChannel::receive_pidfd(const Plan& plan) const {
  MessageWithFd received;
  const int flags = MSG_CMSG_CLOEXEC | (plan.shares_memory ? MSG_DONTWAIT : 0);
  ssize_t size = -1;
  while ((size = ::recvmsg(our_end_.get(), &received.message, flags)) < 0 && errno == EINTR) {
  }
  const cmsghdr* const header = size > 0 ? CMSG_FIRSTHDR(&received.message) : nullptr;
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) {
    if (size >= 0) errno = size == 0 ? ESRCH : EMFILE;
    return {};
  }
  int pidfd = -1;
  std::memcpy(&pidfd, CMSG_DATA(header), sizeof pidfd);
  return UniqueFd(pidfd);
}

std::optional<Report> LaunchChannel::receive_report(const Plan& plan) const {
  if (plan.shares_memory) return plan.failure;
  Report report{};
  ssize_t size = -1;
  while ((size = ::recv(our_end_.get(), &report, sizeof report, 0)) < 0 && errno == EINTR) {
  }
  return size == sizeof report ? std::optional(report) : std::nullopt;
}

bool send_own_pidfd(int channel) noexcept {
  const auto pidfd = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
  if (pidfd < 0) return false;
  MessageWithFd sent;
  cmsghdr* const header = CMSG_FIRSTHDR(&sent.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof pidfd);
  std::memcpy(CMSG_DATA(header), &pidfd, sizeof pidfd);
  const bool is_sent = ::sendmsg(channel, &sent.message, MSG_NOSIGNAL) == 1;
  const int error_number = errno;
  ::close(pidfd);
  errno = error_number;
  return is_sent;
}

void send_report(int channel, const Report& report) noexcept {
  while (::send(channel, &report, sizeof report, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

}  // namespace netlair::detail
