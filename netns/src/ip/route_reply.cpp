// SPDX-License-Identifier: Apache-2.0
#include "ip/route_reply.hpp"

#include "ip/route.hpp"
#include "netlink/attributes.hpp"
#include "netlink/unsupported.hpp"

#include <algorithm>
#include <array>

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

struct RawHop {
  rtnexthop header;
  Attributes attributes;
};

// Removes the first hop from `bytes`; empty if no valid hop is left.
std::optional<RawHop> next_hop(Bytes& bytes) {
  const auto header = structure_at<rtnexthop>(bytes);
  const std::size_t size = header.rtnh_len;
  if (bytes.size() < sizeof header || size < sizeof header || size > bytes.size()) return std::nullopt;
  const Attributes attributes(bytes.first(size).subspan(sizeof header));
  bytes = bytes.subspan(std::min(bytes.size(), aligned(size)));
  return RawHop{header, attributes};
}

std::vector<NextHop> to_hops(Bytes bytes, const NameOf& name_of) {
  std::vector<NextHop> hops;
  while (const auto raw = next_hop(bytes)) {
    NextHop hop{.via = gateway_in(raw->attributes)};
    if (raw->header.rtnh_ifindex > 0) hop.link = name_of(raw->header.rtnh_ifindex);
    hop.weight = raw->header.rtnh_hops + 1U;
    hop.onlink = (raw->header.rtnh_flags & RTNH_F_ONLINK) != 0;
    hops.push_back(hop);
  }
  return hops;
}

constexpr std::array kSupported = {RTA_DST,     RTA_SRC,       RTA_OIF,   RTA_GATEWAY,  RTA_PRIORITY,
                                   RTA_PREFSRC, RTA_METRICS,   RTA_TABLE, RTA_VIA,      RTA_NH_ID,
                                   RTA_PAD,     RTA_MULTIPATH, RTA_PREF,  RTA_CACHEINFO};

constexpr std::array<AttributeWord, 7> kWords = {{{RTA_IIF, "iif"},
                                                  {RTA_FLOW, "realms"},
                                                  {RTA_MARK, "mark"},
                                                  {RTA_NEWDST, "as"},
                                                  {RTA_ENCAP_TYPE, "encap"},
                                                  {RTA_ENCAP, "encap"},
                                                  {RTA_TTL_PROPAGATE, "ttl-propagate"}}};

constexpr std::array<AttributeWord, 16> kMetrics = {{{RTAX_LOCK, "lock"},
                                                     {RTAX_WINDOW, "window"},
                                                     {RTAX_RTT, "rtt"},
                                                     {RTAX_RTTVAR, "rttvar"},
                                                     {RTAX_SSTHRESH, "ssthresh"},
                                                     {RTAX_CWND, "cwnd"},
                                                     {RTAX_ADVMSS, "advmss"},
                                                     {RTAX_REORDERING, "reordering"},
                                                     {RTAX_HOPLIMIT, "hoplimit"},
                                                     {RTAX_INITCWND, "initcwnd"},
                                                     {RTAX_FEATURES, "features"},
                                                     {RTAX_RTO_MIN, "rto_min"},
                                                     {RTAX_INITRWND, "initrwnd"},
                                                     {RTAX_QUICKACK, "quickack"},
                                                     {RTAX_CC_ALGO, "congctl"},
                                                     {RTAX_FASTOPEN_NO_COOKIE, "fastopen_no_cookie"}}};

std::string beyond(const rtmsg& header, const Attributes& attributes) {
  Unsupported words;
  words.add_others(attributes, kSupported, kWords);
  words.add_others(attributes.nested(RTA_METRICS), std::array{RTAX_MTU}, kMetrics);
  for (Bytes hops = attributes.find(RTA_MULTIPATH).value_or(Bytes()); const auto hop = next_hop(hops);)
    words.add_others(hop->attributes, kSupported, kWords);
  if (attributes.get_or<std::uint8_t>(RTA_PREF, 0) != 0) words.add("pref");
  if (attributes.get_or<rta_cacheinfo>(RTA_CACHEINFO, {}).rta_expires != 0) words.add("expires");
  if ((header.rtm_flags & RTNH_F_PERVASIVE) != 0) words.add("pervasive");
  return words.text();
}

// Reads the prefix of a route's source or destination. Returns false if family, length and address do not agree.
bool read_prefix(std::optional<IpPrefix>& prefix, int family, int length, const std::optional<IpAddress>& address) {
  if (!address) return length == 0;
  if (address->family() != family || length > address->bits()) return false;
  prefix = IpPrefix(*address, length);
  return true;
}

}  // namespace

std::vector<Route> parse_route(const nlmsghdr& message, const NameOf& name_of) {
  const auto header = structure_at<rtmsg>(payload(message));
  const auto attributes = Attributes::behind<rtmsg>(message);
  if (header.rtm_family != AF_INET && header.rtm_family != AF_INET6) return {};  // MPLS, multicast routing
  Route route;
  const int family = header.rtm_family;
  if (!read_prefix(route.to, family, header.rtm_dst_len, attributes.address(RTA_DST))) return {};
  if (!read_prefix(route.from, family, header.rtm_src_len, attributes.address(RTA_SRC))) return {};
  if (!route.to && family == AF_INET6) route.to = IpPrefix::all(AF_INET6);  // else its family might be unknown
  route.tos = header.rtm_tos;
  route.nexthop_id = attributes.get<std::uint32_t>(RTA_NH_ID);
  route.type = to_type(header.rtm_type);
  route.via = gateway_in(attributes);
  if (const auto index = attributes.get<int>(RTA_OIF)) route.link = name_of(*index);
  route.hops = to_hops(attributes.find(RTA_MULTIPATH).value_or(Bytes()), name_of);
  route.table = attributes.get_or<std::uint32_t>(RTA_TABLE, header.rtm_table);
  route.metric = attributes.get_or<std::uint32_t>(RTA_PRIORITY, 0);
  route.source = attributes.address(RTA_PREFSRC);
  route.onlink = (header.rtm_flags & RTNH_F_ONLINK) != 0;
  if (const auto mtu = attributes.nested(RTA_METRICS).get<std::uint32_t>(RTAX_MTU)) route.mtu = *mtu;
  if (header.rtm_scope != usual_scope(route)) route.scope = header.rtm_scope;
  route.unsupported = beyond(header, attributes);
  return {route};
}

}  // namespace netlair::detail
