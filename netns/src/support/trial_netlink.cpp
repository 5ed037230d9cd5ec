// SPDX-License-Identifier: Apache-2.0
#include "support/trial_netlink.hpp"

#include "netlink/attributes.hpp"
#include "netlink/message.hpp"

#include <cerrno>
#include <cstring>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

constexpr const char* kObject = "trial";

int open_socket() noexcept {
  const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) return fd;
  constexpr int kOn = 1;
  ::setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &kOn, sizeof kOn);
  ::setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &kOn, sizeof kOn);
  return fd;
}

// The kernel has replied by the time send(2) returns, so recv(2) need not wait.
PlainError converse(int fd, const std::vector<char>& request) noexcept {
  if (::send(fd, request.data(), request.size(), 0) < 0) return plain_error(Step::kNetlink, kObject);
  alignas(nlmsghdr) std::array<char, 8192> buffer;
  const ssize_t size = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
  const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data());
  if (size < 0 || !mnl_nlmsg_ok(header, static_cast<int>(size))) return plain_error(Step::kNetlink, kObject);
  errno = -structure_at<nlmsgerr>(payload(*header)).error;
  PlainError failure = plain_error(Step::kNetlink, kObject);
  set_text(failure, extended_text(*header));
  return failure;
}

}  // namespace

std::vector<char> encoded_for_trial(const Request& request, int index) {
  const Message& message = request.message();
  std::vector<char> bytes = message.bytes();
  for (const auto& each : message.indexes()) {
    const int known = each.name == InterfaceName("lo") ? 1 : kTrialIndex;
    std::memcpy(&bytes[each.offset], &known, sizeof known);
  }
  if (index != 0) std::memcpy(&bytes[sizeof(nlmsghdr) + offsetof(ifinfomsg, ifi_index)], &index, sizeof index);
  reinterpret_cast<nlmsghdr*>(bytes.data())->nlmsg_flags |= NLM_F_ACK;
  return bytes;
}

PlainError send_in_trial(std::span<const std::vector<char>> requests) noexcept {
  const int fd = open_socket();
  if (fd < 0) return plain_error(Step::kNetlink, "socket");
  PlainError failure;
  for (const auto& request : requests)
    if (failure = converse(fd, request); failure) break;
  ::close(fd);
  return failure;
}

bool a_qdisc_has_option(std::size_t offset, int type) noexcept {
  struct {
    nlmsghdr header;
    tcmsg body;
  } question{};
  question.header = {sizeof question, RTM_GETQDISC, NLM_F_REQUEST | NLM_F_DUMP, 1, 0};
  const int fd = open_socket();
  alignas(nlmsghdr) std::array<char, 8192> buffer;
  const bool asked = ::send(fd, &question, sizeof question, 0) >= 0;
  const ssize_t size = asked ? ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT) : -1;
  ::close(fd);
  const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data());
  if (size < 0 || !mnl_nlmsg_ok(header, static_cast<int>(size))) return false;
  const Bytes options = Attributes::behind<tcmsg>(*header).find(TCA_OPTIONS).value_or(Bytes());
  return options.size() > offset && Attributes(options.subspan(offset)).find(type).has_value();
}

}  // namespace netlair::detail
