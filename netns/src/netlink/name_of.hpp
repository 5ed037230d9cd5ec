// SPDX-License-Identifier: Apache-2.0
// What each part of a dump means. The bytes may be any; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/address.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/link.hpp>
#include <netlair/network/neighbour.hpp>
#include <netlair/network/qdisc.hpp>
#include <netlair/network/route.hpp>
#include <netlair/network/rule.hpp>

#include <functional>
#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// The name of the interface with that index, or "#<index>" when it has gone.
using NameOf = std::function<InterfaceName(int)>;

// Nothing or one of each message, but for the VLANs, of which a link's message has many.
std::vector<Link> parse_link(const nlmsghdr& message);
std::vector<Address> parse_address(const nlmsghdr& message, const NameOf& name_of);
std::vector<Route> parse_route(const nlmsghdr& message, const NameOf& name_of);
std::vector<Rule> parse_rule(const nlmsghdr& message);
std::vector<Neighbour> parse_neighbour(const nlmsghdr& message, const NameOf& name_of);
std::vector<Queue> parse_queue(const nlmsghdr& message, const NameOf& name_of);
std::vector<QueueClass> parse_queue_class(const nlmsghdr& message, const NameOf& name_of);
std::vector<BridgeVlan> parse_bridge_vlans(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
