// SPDX-License-Identifier: Apache-2.0
// What of a route follows from the rest of it: for requests, and for replies of the kernel.
#pragma once

#include <netlair/network/route.hpp>

#include <cstdint>

#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair::detail {

/// AF_INET or AF_INET6.
inline int family_of(const Route& route) {
  if (route.to) return route.to->family();
  if (route.from) return route.from->family();
  if (route.via) return route.via->family();
  if (route.source) return route.source->family();
  if (!route.hops.empty() && route.hops.front().via) return route.hops.front().via->family();
  return AF_INET;
}

/// Rather than to drop or refuse what is sent there.
inline bool leads_somewhere(RouteType type) {
  return type == RouteType::kUnicast || type == RouteType::kLocal || type == RouteType::kBroadcast ||
         type == RouteType::kMulticast;
}

/// As ip-route(8) does: what has no gateway reaches the link's own neighbours.
inline std::uint8_t usual_scope(const Route& route) {
  if (family_of(route) == AF_INET6) return RT_SCOPE_UNIVERSE;
  if (route.type == RouteType::kLocal) return RT_SCOPE_HOST;
  if (!leads_somewhere(route.type)) return RT_SCOPE_UNIVERSE;
  return route.via || !route.hops.empty() || route.nexthop_id ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
}

}  // namespace netlair::detail
