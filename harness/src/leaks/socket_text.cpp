// SPDX-License-Identifier: Apache-2.0
#include "leaks/socket_text.hpp"

#include <array>
#include <cstddef>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace netlair::detail {
namespace {

int option(int fd, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  return ::getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0 ? value : -1;
}

std::string protocol_of(int fd) {
  switch (option(fd, SO_PROTOCOL)) {
    case IPPROTO_TCP: return "tcp";
    case IPPROTO_UDP: return "udp";
    case IPPROTO_ICMP: return "icmp";
    case IPPROTO_ICMPV6: return "icmpv6";
    case IPPROTO_SCTP: return "sctp";
    default: return option(fd, SO_TYPE) == SOCK_RAW ? "a raw socket" : "a socket";
  }
}

std::string text_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &ipv4.sin_addr, text.data(), text.size());
    return std::string(text.data()) + ":" + std::to_string(ntohs(ipv4.sin_port));
  }
  const auto& ipv6 = reinterpret_cast<const sockaddr_in6&>(address);
  ::inet_ntop(AF_INET6, &ipv6.sin6_addr, text.data(), text.size());
  return "[" + std::string(text.data()) + "]:" + std::to_string(ntohs(ipv6.sin6_port));
}

std::string internet_text(int fd) {
  sockaddr_storage own{};
  sockaddr_storage peer{};
  socklen_t own_size = sizeof own;
  socklen_t peer_size = sizeof peer;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &own_size) != 0) return protocol_of(fd);
  std::string text = protocol_of(fd) + " " + text_of(own);
  if (option(fd, SO_ACCEPTCONN) == 1) text += ", listening";
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0) text += ", connected to " + text_of(peer);
  return text;
}

std::string unix_text(int fd) {
  sockaddr_un own{};
  socklen_t size = sizeof own;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0) return "a unix socket";
  const std::string path(&own.sun_path[0], size - offsetof(sockaddr_un, sun_path));
  if (path.empty()) return "a unix socket";
  return "unix " + (path.front() == '\0' ? "@" + path.substr(1) : path.substr(0, path.find('\0')));
}

}  // namespace

std::string socket_text(int fd) {
  switch (option(fd, SO_DOMAIN)) {
    case AF_INET:
    case AF_INET6: return internet_text(fd);
    case AF_UNIX: return unix_text(fd);
    case AF_NETLINK: return "a netlink socket";
    case AF_PACKET: return "a packet socket";
    default: return "a socket of family " + std::to_string(option(fd, SO_DOMAIN));
  }
}

}  // namespace netlair::detail
