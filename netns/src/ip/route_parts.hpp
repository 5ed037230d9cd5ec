// SPDX-License-Identifier: Apache-2.0
// What of a route follows from the rest of it.
#pragma once

#include <netlair/network/route.hpp>

#include <cstdint>

namespace netlair::detail {

/// AF_INET or AF_INET6.
int family_of(const Route& route);
/// Rather than to drop or refuse what is sent there.
bool leads_somewhere(RouteType type);
/// As ip-route(8) does: what has no gateway reaches the link's own neighbours.
std::uint8_t usual_scope(const Route& route);

}  // namespace netlair::detail
