// SPDX-License-Identifier: Apache-2.0
// Routes (ip-route(8)). The same type describes routes to set and routes that the kernel lists.
#pragma once

#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>
#include <netlair/network/request.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace netlair {

enum class RouteType { kUnicast, kLocal, kBroadcast, kMulticast, kBlackhole, kUnreachable, kProhibit, kThrow, kOther };

/// One of the next hops of a multipath route.
struct NextHop {
  std::optional<IpAddress> via = {};
  std::optional<InterfaceName> link = {};
  unsigned weight = 1;  ///< 1 to 256; its share of the flows
  bool onlink = false;

  friend bool operator==(const NextHop&, const NextHop&) = default;
};

struct Route {
  static constexpr std::uint32_t kMainTable = 254;
  static constexpr std::uint32_t kLocalTable = 255;

  /// Not set: the default route, of the family of `from`, `via`, `source` or the first hop, or else IPv4.
  std::optional<IpPrefix> to = {};
  std::optional<IpPrefix> from = {};  ///< IPv6 only: matches packets from there
  std::uint8_t tos = 0;               ///< IPv4 only: matches packets of this type of service; 0: any
  /// The number of an ip-nexthop(8) object that the route uses. Then `via`, `link` and `hops` only tell where that
  /// object leads, and are not sent.
  std::optional<std::uint32_t> nexthop_id = {};
  std::optional<IpAddress> via = {};       ///< the gateway; an IPv4 route may have one of IPv6 (RFC 5549, Linux 5.2)
  std::optional<InterfaceName> link = {};  ///< the outgoing link; not set: the kernel derives it from the gateway
  std::vector<NextHop> hops = {};          ///< multipath; then neither `via` nor `link` is set
  RouteType type = RouteType::kUnicast;
  std::uint32_t table = kMainTable;
  std::uint32_t metric = 0;              ///< the lowest is preferred; 0 is the kernel's default, which is 1024 for IPv6
  std::optional<IpAddress> source = {};  ///< preferred source address of packets that this host sends
  bool onlink = false;                   ///< the gateway is assumed to be on the link, whatever its address
  std::optional<unsigned> mtu = {};      ///< bytes
  /// IPv4 only: how far away the destinations are, RT_SCOPE_… of rtnetlink(7). Not set: the scope that ip-route(8)
  /// derives from the gateway, the link and the type.
  std::optional<std::uint8_t> scope = {};
  /// In a listed route: the attributes that this type lacks, in words: "encap", "advmss". Such a route cannot be sent.
  std::string unsupported = {};

  friend bool operator==(const Route&, const Route&) = default;
};

/// As ip-route(8) writes it: "default via 10.0.0.1 dev eth0"
std::string to_string(const Route& route);
std::ostream& operator<<(std::ostream& out, const Route& route);

/// ENETUNREACH: the gateway cannot be reached from here. EEXIST: there is a route with that table, destination and
/// metric. These functions throw Error EINVAL at kCheckValue for a route that contradicts itself, or has `unsupported`.
Request add_route(const Route& route);
/// Adds the route, or replaces the one with the same table, destination and metric.
Request replace_route(const Route& route);
/// Removes the first route of the same table, destination, type and tos whose other fields match those that are set.
/// ESRCH: there is none. For IPv6 the kernel compares only table, destination, `from`, gateway, link and metric: set
/// the metric.
Request remove_route(const Route& route);

}  // namespace netlair
