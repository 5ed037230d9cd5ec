// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/route.hpp>

#include "base/check.hpp"
#include "ip/route.hpp"
#include "netlink/message.hpp"
#include "netlink/unsupported.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <ostream>

#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using detail::family_of;
using detail::leads_somewhere;
using detail::Message;
using detail::ScopedNest;

unsigned char kernel_type(RouteType type) {
  switch (type) {
    case RouteType::kUnicast: return RTN_UNICAST;
    case RouteType::kLocal: return RTN_LOCAL;
    case RouteType::kBroadcast: return RTN_BROADCAST;
    case RouteType::kMulticast: return RTN_MULTICAST;
    case RouteType::kBlackhole: return RTN_BLACKHOLE;
    case RouteType::kUnreachable: return RTN_UNREACHABLE;
    case RouteType::kProhibit: return RTN_PROHIBIT;
    case RouteType::kThrow: return RTN_THROW;
    case RouteType::kOther: break;
  }
  detail::refuse("route type", "other", "it stands for types that netlair cannot set");
}

void check_hop(const Route& route, const NextHop& hop) {
  if (hop.weight < 1 || hop.weight > 256)
    detail::refuse("route hop weight", std::to_string(hop.weight), "it must be 1 to 256");
  if (!hop.via && !hop.link)
    detail::refuse("route hop", to_string(route), "it must have a gateway, or a link, or both");
}

void check_new(const Route& route) {
  const bool has_way = route.via || route.link || !route.hops.empty() || route.nexthop_id;
  if (leads_somewhere(route.type) && !has_way)
    detail::refuse("route", to_string(route), "it has neither a gateway nor a link");
}

// Checks the attributes that only one address family has.
void check_family(const Route& route) {
  if (route.from && (!route.from->address().is_v6() || family_of(route) != AF_INET6))
    detail::refuse("route from", route.from->str(), "only an IPv6 route has one, and it must be an IPv6 prefix");
  if (route.tos != 0 && family_of(route) != AF_INET)
    detail::refuse("route tos", std::to_string(route.tos), "only an IPv4 route has one");
}

void check(const Route& route) {
  if (!route.unsupported.empty())
    detail::refuse_unsupported("route", to_string(route), route.unsupported, "ip-route(8)");
  check_family(route);
  if (!route.hops.empty() && (route.via || route.link))
    detail::refuse("route", to_string(route), "it must have either hops, or a gateway and a link of its own");
  if (route.source && route.source->family() != family_of(route))
    detail::refuse("route source", route.source->str(), "it must be of the same family as the destination");
  for (const NextHop& hop : route.hops) check_hop(route, hop);
}

// A gateway of the other address family goes into RTA_VIA, which includes the family (Linux 5.2).
void put_gateway(Message& message, int family, const IpAddress& gateway) {
  if (gateway.family() == family) return message.put_address(RTA_GATEWAY, gateway);
  if (family == AF_INET6) detail::refuse("route via", gateway.str(), "an IPv6 route needs an IPv6 gateway");
  std::array<std::uint8_t, sizeof(rtvia) + 16> via{};
  const auto kernel_family = static_cast<std::uint16_t>(gateway.family());
  std::memcpy(via.data(), &kernel_family, sizeof kernel_family);
  std::copy(gateway.bytes().begin(), gateway.bytes().end(), via.begin() + sizeof(rtvia));
  message.put(RTA_VIA, via.data(), sizeof(rtvia) + gateway.bytes().size());
}

// One rtnexthop and its attributes; rtnh_len covers both.
void put_hop(Message& message, int family, const NextHop& hop) {
  rtnexthop header{};
  header.rtnh_hops = static_cast<unsigned char>(hop.weight - 1);
  if (hop.onlink) header.rtnh_flags = RTNH_F_ONLINK;
  const std::size_t at = message.bytes().size();
  message.append(&header, sizeof header);
  if (hop.link) message.index_before_end(*hop.link, sizeof header - offsetof(rtnexthop, rtnh_ifindex));
  if (hop.via) put_gateway(message, family, *hop.via);
  message.end_nested(at);  // rtnh_len is at the same place as an attribute's length
}

void put_next_hops(Message& message, const Route& route) {
  const int family = family_of(route);
  if (route.nexthop_id) return message.put(RTA_NH_ID, *route.nexthop_id);
  if (route.via) put_gateway(message, family, *route.via);
  if (route.link) message.put_index(RTA_OIF, *route.link);
  if (route.hops.empty()) return;
  const ScopedNest ways(message, RTA_MULTIPATH);
  for (const NextHop& hop : route.hops) put_hop(message, family, hop);
}

Message message_for(const std::string& verb, std::uint16_t type, std::uint16_t flags, const Route& route) {
  check(route);
  rtmsg header{};
  header.rtm_family = static_cast<unsigned char>(family_of(route));
  header.rtm_dst_len = static_cast<unsigned char>(route.to ? route.to->length() : 0);
  header.rtm_src_len = static_cast<unsigned char>(route.from ? route.from->length() : 0);
  header.rtm_tos = route.tos;
  header.rtm_table = static_cast<unsigned char>(route.table < 256 ? route.table : RT_TABLE_UNSPEC);
  header.rtm_type = route.nexthop_id ? static_cast<unsigned char>(RTN_UNICAST) : kernel_type(route.type);
  if (route.onlink) header.rtm_flags = RTNH_F_ONLINK;
  const bool removal = type == RTM_DELROUTE;  // a removal matches any value of a field that is not set
  const auto any = static_cast<unsigned char>(RT_SCOPE_NOWHERE);
  header.rtm_scope = route.scope.value_or(removal ? any : detail::usual_scope(route));
  header.rtm_protocol = removal ? RTPROT_UNSPEC : RTPROT_BOOT;
  Message message(verb + " route " + to_string(route), type, flags, header);
  if (route.to) message.put_address(RTA_DST, route.to->address());
  if (route.from) message.put_address(RTA_SRC, route.from->address());
  message.put(RTA_TABLE, route.table);
  if (route.metric != 0) message.put(RTA_PRIORITY, route.metric);
  if (route.source) message.put_address(RTA_PREFSRC, *route.source);
  put_next_hops(message, route);
  if (route.mtu) {
    const ScopedNest metrics(message, RTA_METRICS);
    message.put(RTAX_MTU, std::uint32_t{*route.mtu});
  }
  return message;
}

constexpr std::array<const char*, 9> kTypes = {
    "", "local", "broadcast", "multicast", "blackhole", "unreachable", "prohibit", "throw", "other"};

std::string in_words(const std::optional<IpAddress>& via, const std::optional<InterfaceName>& link, bool onlink,
                     int family) {
  std::string text;
  if (via) text += " via " + std::string(via->family() == family ? "" : "inet6 ") + via->str();
  if (link) text += " dev " + link->str();
  if (onlink) text += " onlink";
  return text;
}

}  // namespace

std::string to_string(const Route& route) {
  const int family = family_of(route);
  std::string text = kTypes.at(static_cast<std::size_t>(route.type));
  if (!text.empty()) text += ' ';
  text += route.to ? route.to->str() : "default";
  if (route.from) text += " from " + route.from->str();
  if (route.tos != 0) text += " tos " + std::to_string(route.tos);
  if (route.nexthop_id) text += " nhid " + std::to_string(*route.nexthop_id);
  text += in_words(route.via, route.link, route.onlink, family);
  if (route.scope) text += " scope " + std::to_string(*route.scope);
  if (route.table != Route::kMainTable) text += " table " + std::to_string(route.table);
  if (route.source) text += " src " + route.source->str();
  if (route.metric != 0) text += " metric " + std::to_string(route.metric);
  if (route.mtu) text += " mtu " + std::to_string(*route.mtu);
  for (const NextHop& hop : route.hops)
    text += " nexthop" + in_words(hop.via, hop.link, hop.onlink, family) + " weight " + std::to_string(hop.weight);
  if (!route.unsupported.empty()) text += " [" + route.unsupported + "]";
  return text;
}

std::ostream& operator<<(std::ostream& out, const Route& route) {
  return out << to_string(route);
}

Request add_route(const Route& route) {
  check_new(route);
  return Request(message_for("add", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route));
}

Request replace_route(const Route& route) {
  check_new(route);
  return Request(message_for("replace", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route));
}

Request remove_route(const Route& route) {
  return Request(message_for("remove", RTM_DELROUTE, 0, route));
}

}  // namespace netlair
