// SPDX-License-Identifier: Apache-2.0
#include "attributes.hpp"
#include "replies.hpp"

#include <algorithm>

#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair::detail {
namespace {

RouteType to_type(unsigned char type) {
  switch (type) {
    case RTN_UNICAST: return RouteType::kUnicast;
    case RTN_LOCAL: return RouteType::kLocal;
    case RTN_BROADCAST: return RouteType::kBroadcast;
    case RTN_MULTICAST: return RouteType::kMulticast;
    case RTN_BLACKHOLE: return RouteType::kBlackhole;
    case RTN_UNREACHABLE: return RouteType::kUnreachable;
    case RTN_PROHIBIT: return RouteType::kProhibit;
    case RTN_THROW: return RouteType::kThrow;
    default: return RouteType::kOther;
  }
}

std::optional<IpAddress> gateway_in(const Attributes& attributes) {
  if (const auto gateway = attributes.address(RTA_GATEWAY)) return gateway;
  const auto via = attributes.find(RTA_VIA);
  if (!via || (via->size() != sizeof(rtvia) + 4 && via->size() != sizeof(rtvia) + 16)) return std::nullopt;
  return IpAddress::from_bytes(via->subspan(sizeof(rtvia)));
}

std::vector<NextHop> to_hops(Bytes bytes, const NameOf& name_of) {
  std::vector<NextHop> hops;
  while (bytes.size() >= sizeof(rtnexthop)) {
    const auto header = structure_at<rtnexthop>(bytes);
    const std::size_t size = header.rtnh_len;
    if (size < sizeof header || size > bytes.size()) break;
    NextHop hop{.via = gateway_in(Attributes(bytes.first(size).subspan(sizeof header)))};
    if (header.rtnh_ifindex > 0) hop.link = name_of(header.rtnh_ifindex);
    hop.weight = header.rtnh_hops + 1U;
    hop.onlink = (header.rtnh_flags & RTNH_F_ONLINK) != 0;
    hops.push_back(hop);
    bytes = bytes.subspan(std::min(bytes.size(), aligned(size)));
  }
  return hops;
}

// Where a route goes; empty for the default. Bytes that make no sense make no route.
bool read_destination(Route& route, const rtmsg& header, const Attributes& attributes) {
  const auto address = attributes.address(RTA_DST);
  if (!address && header.rtm_dst_len > 0) return false;
  if (address && (address->family() != header.rtm_family || header.rtm_dst_len > address->bits())) return false;
  if (address) route.to = IpPrefix(*address, header.rtm_dst_len);
  // Nothing else may tell its family.
  if (!address && header.rtm_family == AF_INET6) route.to = IpPrefix::all(AF_INET6);
  return true;
}

}  // namespace

std::vector<Route> parse_route(const nlmsghdr& message, const NameOf& name_of) {
  const auto header = structure_at<rtmsg>(payload(message));
  const auto attributes = Attributes::behind<rtmsg>(message);
  if (header.rtm_family != AF_INET && header.rtm_family != AF_INET6) return {};  // MPLS, multicast routing
  Route route;
  if (!read_destination(route, header, attributes)) return {};
  route.type = to_type(header.rtm_type);
  route.via = gateway_in(attributes);
  if (const auto index = attributes.get<int>(RTA_OIF)) route.link = name_of(*index);
  route.hops = to_hops(attributes.find(RTA_MULTIPATH).value_or(Bytes()), name_of);
  route.table = attributes.get_or<std::uint32_t>(RTA_TABLE, header.rtm_table);
  route.metric = attributes.get_or<std::uint32_t>(RTA_PRIORITY, 0);
  route.source = attributes.address(RTA_PREFSRC);
  route.onlink = (header.rtm_flags & RTNH_F_ONLINK) != 0;
  if (const auto mtu = attributes.nested(RTA_METRICS).get<std::uint32_t>(RTAX_MTU)) route.mtu = *mtu;
  return {route};
}

}  // namespace netlair::detail
