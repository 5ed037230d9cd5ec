// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/ip_address.hpp>

#include "base/check.hpp"

#include <algorithm>
#include <ostream>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace netlair {
namespace {

constexpr const char* kRule =
    "an IPv4 address is four numbers of 0 to 255, as in 10.0.0.1, and an IPv6 address is written as in fe80::1, "
    "without a zone ('%')";

constexpr const char* kIsAPrefix = "that is a prefix: an address has no '/'; see IpPrefix, as in \"10.0.0.1/24\"_addr";

}  // namespace

IpAddress IpAddress::parse(std::string_view text) {
  const detail::IpText parsed = detail::parse_ip(text);
  if (parsed.size == 0 && text.find('/') != std::string_view::npos) detail::refuse("IP address", text, kIsAPrefix);
  if (parsed.size == 0) detail::refuse("IP address", text, kRule);
  return IpAddress(parsed);
}

IpAddress IpAddress::from_bytes(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != 4 && bytes.size() != 16)
    detail::refuse("IP address", std::to_string(bytes.size()) + " bytes", "it must have 4 or 16 bytes");
  IpAddress address;
  address.size_ = bytes.size();
  std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
  return address;
}

IpAddress IpAddress::any(int family) noexcept {
  IpAddress address;
  address.size_ = family == AF_INET6 ? 16 : 4;
  return address;
}

int IpAddress::family() const noexcept {
  return is_v4() ? AF_INET : AF_INET6;
}

std::string IpAddress::str() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family(), bytes_.data(), text.data(), text.size());
}

std::ostream& operator<<(std::ostream& out, const IpAddress& address) {
  return out << address.str();
}

}  // namespace netlair
