// SPDX-License-Identifier: Apache-2.0
// A network that leads nowhere. With nothing but a loopback, joining an IPv4 multicast group fails with ENODEV, and
// sending to one, or connecting a UDP socket to elsewhere, with ENETUNREACH: code that works on any machine with a
// network then fails for no fault of its own.
#pragma once

#include <string_view>

namespace netlair {

class Host;

inline constexpr std::string_view kLanInterface = "lan0";
inline constexpr std::string_view kLanIpv4 = "198.18.0.1/15";   ///< RFC 2544: for tests, and nobody's
inline constexpr std::string_view kLanIpv6 = "2001:db8::1/32";  ///< RFC 3849: for documentation, and nobody's

/// What HostOptions{.network = kLan} does: an interface with an IPv4 and an IPv6 address that can be bound at once,
/// default routes and multicast. What is sent by it vanishes, without a word: nobody answers, and no neighbour is asked
/// for. A dummy, or where the kernel has none an ifb. Without IPv6 it has IPv4. Throws Error at kNetlink (EOPNOTSUPP:
/// the kernel has neither, EEXIST: it is there already).
void add_lan(const Host& host);

}  // namespace netlair
