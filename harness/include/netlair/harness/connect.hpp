// SPDX-License-Identifier: Apache-2.0
// A cable between two hosts.
#pragma once

#include <netlair/netns/source_location.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>

#include <initializer_list>
#include <utility>

namespace netlair {

class Host;

/// The interfaces at the two ends of a cable, in the order of the hosts.
using Cable = std::pair<InterfaceName, InterfaceName>;

/// connect(left, "10.0.0.1/24"_addr, right, "10.0.0.2/24"_addr) joins two hosts by a veth(4) pair. Each end is the
/// first of eth0, eth1 … that its host does not have yet, and gets the given address. Returns when packets get through.
/// Any thread may call. Throws Error at kNetlink; what was made by then is removed together with the hosts.
Cable connect(const Host& left, const IpPrefix& left_address, const Host& right, const IpPrefix& right_address,
              SourceLocation where = SourceLocation::current());

/// The same with several addresses at an end, IPv6 ones for example, or with none.
Cable connect(const Host& left, std::initializer_list<IpPrefix> left_addresses, const Host& right,
              std::initializer_list<IpPrefix> right_addresses, SourceLocation where = SourceLocation::current());

}  // namespace netlair
