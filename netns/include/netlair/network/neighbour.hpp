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
  std::optional<MacAddress> mac;  ///< empty for a proxy, and for one that has not answered
  bool permanent = false;         ///< it was set, and is never asked
  bool proxy = false;             ///< this host answers for it
  std::string state;              ///< "permanent", "reachable", "stale", "failed", …; empty for a proxy

  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

/// As ip-neighbour(8) writes it: "10.0.0.2 dev eth0 lladdr 02:00:00:00:00:02 permanent"
std::string to_string(const Neighbour& neighbour);
std::ostream& operator<<(std::ostream& out, const Neighbour& neighbour);

/// A permanent one. EEXIST: that address has an entry.
Request add_neighbour(const InterfaceName& link, const IpAddress& address, const MacAddress& mac);
/// Also in the place of an entry that was learnt.
Request replace_neighbour(const InterfaceName& link, const IpAddress& address, const MacAddress& mac);
/// ENOENT: there is none.
Request remove_neighbour(const InterfaceName& link, const IpAddress& address);

/// This host answers on `link` for `address`, which is elsewhere. It needs the sysctl proxy_arp or proxy_ndp as well.
Request add_neighbour_proxy(const InterfaceName& link, const IpAddress& address);
Request remove_neighbour_proxy(const InterfaceName& link, const IpAddress& address);

}  // namespace netlair
