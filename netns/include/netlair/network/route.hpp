// SPDX-License-Identifier: Apache-2.0
// Routes (ip-route(8)). The same type says what is to be set and what the kernel has.
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

/// One of the ways of a multipath route.
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

  /// Not set: the default route, of the family of `via`, `source` or the first hop, or else IPv4.
  std::optional<IpPrefix> to = {};
  std::optional<IpPrefix> from = {};  ///< IPv6 only: for packets from there
  std::uint8_t tos = 0;               ///< IPv4 only: for packets of that type of service; 0: any
  /// By an object of ip-nexthop(8), of that number: then `via`, `link` and `hops` tell where that leads, and are not
  /// sent.
  std::optional<std::uint32_t> nexthop_id = {};
  std::optional<IpAddress> via = {};       ///< the gateway; one of IPv6 may serve a route of IPv4 (RFC 5549, Linux 5.2)
  std::optional<InterfaceName> link = {};  ///< where it leaves; found by the gateway when it is not set
  std::vector<NextHop> hops = {};          ///< multipath; then neither `via` nor `link` is set
  RouteType type = RouteType::kUnicast;
  std::uint32_t table = kMainTable;
  std::uint32_t metric = 0;              ///< lower is taken first; 0 is the kernel's default, which is 1024 for IPv6
  std::optional<IpAddress> source = {};  ///< preferred for what this host sends
  bool onlink = false;                   ///< the gateway is taken to be on the link, whatever its address
  std::optional<unsigned> mtu = {};      ///< bytes
  /// IPv4 only: how far away its destinations are, RT_SCOPE_… of rtnetlink(7). Not set: what ip-route(8) takes, which a
  /// gateway, a link and the type tell.
  std::optional<std::uint8_t> scope = {};
  /// Of a listed one, in words, what is none of the above: "encap", "advmss". Such a one cannot be sent.
  std::string unsupported = {};

  friend bool operator==(const Route&, const Route&) = default;
};

/// As ip-route(8) writes it: "default via 10.0.0.1 dev eth0"
std::string to_string(const Route& route);
std::ostream& operator<<(std::ostream& out, const Route& route);

/// ENETUNREACH: the gateway cannot be reached from here. EEXIST: there is one of that table, destination and metric.
/// Throw Error EINVAL at kCheckValue for one that contradicts itself, or has `unsupported`.
Request add_route(const Route& route);
/// Adds it, or takes the place of the one of the same table, destination and metric.
Request replace_route(const Route& route);
/// The first of the same table, destination, type and tos that has the rest as far as it is set. ESRCH: there is none.
/// Of IPv6 the kernel compares table, destination, `from`, gateway, link and metric only: tell the metric.
Request remove_route(const Route& route);

}  // namespace netlair
