// SPDX-License-Identifier: Apache-2.0
#include "netlink/netlink_socket.hpp"

#include <netlair/netns/error.hpp>

#include "netlink/attributes.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace netlair::detail {
namespace {

constexpr std::size_t kBufferSize = 65536 + 4096;  // more than the kernel puts into one datagram of a dump
constexpr int kReceiveBuffer = 212992;             // bytes, which the kernel doubles; Linux's default of rmem_max

void throw_if_failed(int error_number, std::string_view text, const std::string& object) {
  if (error_number != 0)
    throw Error(Step::kNetlink, text.empty() ? object : object + ": " + std::string(text), error_number);
}

void throw_if_refused(const nlmsghdr& message, const std::string& object) {
  throw_if_failed(-structure_at<nlmsgerr>(payload(message)).error, extended_text(message), object);
}

// NLMSG_DONE, the end of a dump, carries an errno of its own.
void throw_if_incomplete(const nlmsghdr& done, bool interrupted, const std::string& object) {
  const auto error_number = structure_at<int>(payload(done));
  throw_if_failed(-error_number, extended_text_of_end(done), object);
  if (interrupted) throw Error(Step::kNetlink, object + ", which changed meanwhile", EINTR);
}

void set_option(mnl_socket* socket, int option) {
  int on = 1;
  mnl_socket_setsockopt(socket, option, &on, sizeof on);  // older kernels lack some options, and report less
}

ifreq request_for(const InterfaceName& name) {
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.view().size());
  return request;
}

}  // namespace

NetlinkSocket::NetlinkSocket() : socket_(mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC)) {
  throw_error_if(socket_ == nullptr, Step::kNetlink, "socket");
  set_option(socket_, NETLINK_EXT_ACK);
  set_option(socket_, NETLINK_CAP_ACK);
  set_option(socket_, NETLINK_GET_STRICT_CHK);
  ::setsockopt(mnl_socket_get_fd(socket_), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
}

NetlinkSocket::NetlinkSocket(NetlinkSocket&& other) noexcept
    : socket_(std::exchange(other.socket_, nullptr)), sequence_(other.sequence_) {}

NetlinkSocket& NetlinkSocket::operator=(NetlinkSocket&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(sequence_, other.sequence_);
  return *this;
}

NetlinkSocket::~NetlinkSocket() {
  if (socket_ != nullptr) mnl_socket_close(socket_);
}

int NetlinkSocket::send(const void* data, std::size_t size) noexcept {
  while (mnl_socket_sendto(socket_, data, size) < 0)
    if (errno != EINTR) return errno;
  return 0;
}

NetlinkSocket::Received NetlinkSocket::receive(std::span<char> buffer) noexcept {
  for (;;) {
    const ssize_t size = mnl_socket_recvfrom(socket_, buffer.data(), buffer.size());
    if (size >= 0) return {static_cast<std::size_t>(size), 0};
    if (errno != EINTR) return {0, errno};
  }
}

// After an overrun the kernel drops every further reply until all waiting ones are read, and reports it only once.
void NetlinkSocket::drain() noexcept {
  std::array<char, 4096> buffer;
  while (::recv(mnl_socket_get_fd(socket_), buffer.data(), buffer.size(), MSG_DONTWAIT) >= 0 || errno == EINTR) {
  }
}

std::vector<NetlinkSocket::Refusal> NetlinkSocket::exchange(std::vector<char>& datagram,
                                                            const std::vector<std::size_t>& starts,
                                                            const std::function<std::string()>& object) {
  const unsigned first = sequence_ + 1;
  for (const std::size_t start : starts) {
    auto* header = reinterpret_cast<nlmsghdr*>(&datagram[start]);
    header->nlmsg_seq = ++sequence_;
    // Only the last request asks for an acknowledgement, which shows that all were processed. The kernel reports
    // refusals without being asked to.
    if (start == starts.back()) header->nlmsg_flags |= NLM_F_ACK;
  }
  if (const int error_number = send(datagram.data(), datagram.size()))
    throw Error(Step::kNetlink, object(), error_number);
  std::vector<Refusal> refusals;
  alignas(nlmsghdr) std::array<char, kBufferSize> buffer;
  for (;;) {
    const auto [size, error_number] = receive(buffer);
    if (error_number == ENOBUFS) {
      drain();
      throw Error(Step::kNetlink, object() + ": the kernel's answer was lost", ENOBUFS);
    }
    if (error_number != 0) throw Error(Step::kNetlink, object(), error_number);
    int left = static_cast<int>(size);
    for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); mnl_nlmsg_ok(header, left);
         header = mnl_nlmsg_next(header, &left)) {
      const std::size_t place = header->nlmsg_seq - first;
      if (place >= starts.size() || header->nlmsg_type != NLMSG_ERROR) continue;
      const int refusal = -structure_at<nlmsgerr>(payload(*header)).error;
      if (refusal != 0) refusals.push_back({place, refusal, std::string(extended_text(*header))});
      if (place + 1 == starts.size()) return refusals;
    }
  }
}

void NetlinkSocket::ask(const Message& question, const OnMessage& on_message) {
  const std::string& object = question.what();
  std::vector<char> bytes = question.bytes();
  auto* asked = reinterpret_cast<nlmsghdr*>(bytes.data());
  asked->nlmsg_seq = ++sequence_;
  const bool is_dump = (asked->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
  if (const int error_number = send(bytes.data(), bytes.size())) throw Error(Step::kNetlink, object, error_number);
  alignas(nlmsghdr) std::array<char, kBufferSize> buffer;
  // Any message of a dump may carry the mark. The rest of the dump is read anyway, or the kernel would refuse the next
  // dump.
  bool interrupted = false;
  for (;;) {
    const auto [size, error_number] = receive(buffer);
    if (error_number != 0 && error_number != ENOBUFS) throw Error(Step::kNetlink, object, error_number);
    interrupted = interrupted || error_number == ENOBUFS;
    if (interrupted && !is_dump) {  // the reply will not come any more
      drain();
      throw Error(Step::kNetlink, object + ", whose answer was lost", EINTR);
    }
    int left = static_cast<int>(size);
    for (auto* header = reinterpret_cast<nlmsghdr*>(buffer.data()); mnl_nlmsg_ok(header, left);
         header = mnl_nlmsg_next(header, &left)) {
      if (header->nlmsg_seq != sequence_) continue;  // the rest of a reply that an earlier error cut short
      interrupted = interrupted || (header->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
      if (header->nlmsg_type == NLMSG_DONE) return throw_if_incomplete(*header, interrupted, object);
      if (header->nlmsg_type == NLMSG_ERROR) return throw_if_refused(*header, object);
      on_message(*header);
    }
  }
}

std::optional<int> NetlinkSocket::index_of(const InterfaceName& name) const {
  ifreq request = request_for(name);
  if (::ioctl(mnl_socket_get_fd(socket_), SIOCGIFINDEX, &request) != 0) return std::nullopt;
  return request.ifr_ifindex;
}

std::optional<InterfaceName> NetlinkSocket::name_of(int index) const {
  ifreq request{};
  request.ifr_ifindex = index;
  if (::ioctl(mnl_socket_get_fd(socket_), SIOCGIFNAME, &request) != 0) return std::nullopt;
  return InterfaceName(static_cast<const char*>(request.ifr_name));
}

}  // namespace netlair::detail
