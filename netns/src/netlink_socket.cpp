// SPDX-License-Identifier: Apache-2.0
#include "netlink_socket.hpp"

#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <cstring>

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <sys/socket.h>

namespace netlair::detail {
namespace {

constexpr std::size_t kBufferSize = 32768;  // the largest message that the kernel puts into one datagram of a dump

// The kernel's words, where its acknowledgement carries any.
std::string extended_text(const nlmsghdr& header) {
  if ((header.nlmsg_flags & NLM_F_ACK_TLVS) == 0) return {};
  const auto* error = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&header));
  // A capped acknowledgement has the request's header only; otherwise the request's payload stands before the
  // attributes.
  std::size_t offset = sizeof(nlmsgerr);
  if ((header.nlmsg_flags & NLM_F_CAPPED) == 0) offset += mnl_nlmsg_get_payload_len(&error->msg);
  const nlattr* text = find_attribute(header, offset, NLMSGERR_ATTR_MSG);
  return text != nullptr ? mnl_attr_get_str(text) : "";
}

void throw_if_refused(const nlmsghdr& header, const std::string& object) {
  const int error_number = -static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&header))->error;
  if (error_number == 0) return;
  const std::string text = extended_text(header);
  throw Error(Step::kNetlink, text.empty() ? object : object + ": " + text, error_number);
}

// The end of a dump carries an errno of its own.
void throw_if_incomplete(const nlmsghdr& done, bool interrupted, const std::string& object) {
  int error_number = 0;
  if (mnl_nlmsg_get_payload_len(&done) >= sizeof error_number)
    std::memcpy(&error_number, mnl_nlmsg_get_payload(&done), sizeof error_number);
  if (error_number < 0) throw Error(Step::kNetlink, object, -error_number);
  if (interrupted) throw Error(Step::kNetlink, object + ", which changed meanwhile", EINTR);
}

void set_option(mnl_socket* socket, int option) {
  int on = 1;
  mnl_socket_setsockopt(socket, option, &on, sizeof on);  // older kernels lack them, and then say less
}

}  // namespace

// libmnl's own loop is a macro that is not C++.
const nlattr* find_attribute(const nlmsghdr& header, std::size_t offset, int type) {
  const auto* end = static_cast<const char*>(mnl_nlmsg_get_payload_tail(&header));
  const auto* each = static_cast<const nlattr*>(mnl_nlmsg_get_payload_offset(&header, offset));
  while (mnl_attr_ok(each, static_cast<int>(end - reinterpret_cast<const char*>(each)))) {
    if (mnl_attr_get_type(each) == type) return each;
    each = mnl_attr_next(each);
  }
  return nullptr;
}

NetlinkSocket::NetlinkSocket() : socket_(mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC)) {
  throw_error_if(socket_ == nullptr, Step::kNetlink, "socket");
  set_option(socket_, NETLINK_EXT_ACK);
  set_option(socket_, NETLINK_CAP_ACK);
  set_option(socket_, NETLINK_GET_STRICT_CHK);
}

NetlinkSocket::~NetlinkSocket() {
  mnl_socket_close(socket_);
}

void NetlinkSocket::send(nlmsghdr& request, const std::string& object) {
  request.nlmsg_seq = ++sequence_;
  while (mnl_socket_sendto(socket_, &request, request.nlmsg_len) < 0)
    throw_error_if(errno != EINTR, Step::kNetlink, object);
}

void NetlinkSocket::ask(nlmsghdr& request, const std::string& object, const OnMessage& on_message) {
  send(request, object);
  alignas(nlmsghdr) std::array<char, kBufferSize> buffer;
  bool interrupted =
      false;  // told in any message of a dump; the rest is read all the same, or the next dump were refused
  for (;;) {
    const ssize_t size = mnl_socket_recvfrom(socket_, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    throw_error_if(size < 0, Step::kNetlink, object);
    int left = static_cast<int>(size);
    for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); mnl_nlmsg_ok(header, left);
         header = mnl_nlmsg_next(header, &left)) {
      if (header->nlmsg_seq != sequence_) continue;  // the rest of an answer that an earlier error cut short
      interrupted = interrupted || (header->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
      if (header->nlmsg_type == NLMSG_DONE) return throw_if_incomplete(*header, interrupted, object);
      if (header->nlmsg_type == NLMSG_ERROR) return throw_if_refused(*header, object);
      if (on_message) on_message(*header);
    }
  }
}

}  // namespace netlair::detail
