// SPDX-License-Identifier: Apache-2.0
// What a message of a dump of links means.
// The bytes may be any; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/link.hpp>

#include "netlink/name_of.hpp"

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// Nothing or one.
std::vector<Link> parse_link(const nlmsghdr& message);
/// As many as the link has.
std::vector<BridgeVlan> parse_bridge_vlans(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
