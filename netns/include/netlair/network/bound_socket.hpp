// SPDX-License-Identifier: Apache-2.0
// The sockets in a namespace that others can reach: listening TCP sockets and bound UDP sockets. A value; any thread
// may call the functions.
#pragma once

#include <netlair/network/ip_address.hpp>

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace netlair {

class NetNs;

enum class Protocol { kTcp, kUdp };

/// "tcp", "udp"
std::string_view to_string(Protocol protocol) noexcept;
std::ostream& operator<<(std::ostream& out, Protocol protocol);

struct BoundSocket {
  Protocol protocol;
  IpAddress address;  ///< 0.0.0.0 or ::, any; a socket on :: usually takes IPv4 as well (ipv6(7), IPV6_V6ONLY)
  std::uint16_t port;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const BoundSocket&, const BoundSocket&) = default;
};

/// "tcp 0.0.0.0:80", "udp [::]:53"
std::string to_string(const BoundSocket& socket);
std::ostream& operator<<(std::ostream& out, const BoundSocket& socket);

/// Sorted, from proc_net_tcp(5): the listening TCP sockets, and the UDP sockets that are bound but not connected, of
/// IPv4 and IPv6, of all processes. Sockets that share a port (SO_REUSEPORT) are listed one by one. Throws Error at
/// kSetns, or at kOpen if /proc cannot be read.
std::vector<BoundSocket> bound_sockets(const NetNs& ns);
/// The sockets of one protocol only, which takes half the time.
std::vector<BoundSocket> bound_sockets(const NetNs& ns, Protocol protocol);

/// Does a TCP socket in `ns` listen on `port`, or is a UDP socket bound to it, connected or not? Throws Error like
/// bound_sockets().
bool is_port_bound(const NetNs& ns, Protocol protocol, std::uint16_t port);

}  // namespace netlair
