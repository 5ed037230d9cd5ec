// SPDX-License-Identifier: Apache-2.0
// Neighbours (ip-neighbour(8), RFC 826 and 4861): which hardware address an IP address has on a link.
#pragma once

#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_address.hpp>
#include <netlair/network/mac_address.hpp>
#include <netlair/network/request.hpp>

#include <iosfwd>
#include <optional>
#include <string>

namespace netlair {

struct Neighbour {
  std::string link;
  IpAddress address;
  std::optional<MacAddress> mac;  ///< empty for a proxy, and for a neighbour that has not answered
  bool permanent = false;         ///< it was set explicitly, and is never probed
  bool proxy = false;             ///< this host answers for the address
  std::string state;              ///< "permanent", "reachable", "stale", "failed", …; empty for a proxy

  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

/// As ip-neighbour(8) writes it: "10.0.0.2 dev eth0 lladdr 02:00:00:00:00:02 permanent"
std::string to_string(const Neighbour& neighbour);
std::ostream& operator<<(std::ostream& out, const Neighbour& neighbour);

/// Adds a permanent entry. EEXIST: the address has an entry already.
Request add_neighbour(const InterfaceName& link, const IpAddress& address, const MacAddress& mac);
/// Like add_neighbour(), but replaces an existing entry, also a learnt one.
Request replace_neighbour(const InterfaceName& link, const IpAddress& address, const MacAddress& mac);
/// ENOENT: there is no such entry.
Request remove_neighbour(const InterfaceName& link, const IpAddress& address);

/// Makes this host answer on `link` for `address`, which is elsewhere. The sysctl proxy_arp or proxy_ndp is needed as
/// well.
Request add_neighbour_proxy(const InterfaceName& link, const IpAddress& address);
Request remove_neighbour_proxy(const InterfaceName& link, const IpAddress& address);

}  // namespace netlair
