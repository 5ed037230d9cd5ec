// SPDX-License-Identifier: Apache-2.0
// Parses one message of a dump of links. The bytes may be arbitrary; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/link.hpp>

#include "netlink/name_of.hpp"

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// At most one link.
std::vector<Link> parse_link(const nlmsghdr& message);
/// One for each VLAN of the link.
std::vector<BridgeVlan> parse_bridge_vlans(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
