// SPDX-License-Identifier: Apache-2.0
// Properties of a route that follow from its other fields. Used for requests and for the kernel's replies.
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

/// True if the route forwards or delivers packets, rather than dropping or refusing them.
inline bool leads_somewhere(RouteType type) {
  return type == RouteType::kUnicast || type == RouteType::kLocal || type == RouteType::kBroadcast ||
         type == RouteType::kMulticast;
}

/// The default scope, as in ip-route(8): a route without a gateway reaches only the link's own neighbours.
inline std::uint8_t usual_scope(const Route& route) {
  if (family_of(route) == AF_INET6) return RT_SCOPE_UNIVERSE;
  if (route.type == RouteType::kLocal) return RT_SCOPE_HOST;
  if (!leads_somewhere(route.type)) return RT_SCOPE_UNIVERSE;
  return route.via || !route.hops.empty() || route.nexthop_id ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
}

}  // namespace netlair::detail
