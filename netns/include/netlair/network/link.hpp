// SPDX-License-Identifier: Apache-2.0
// Network interfaces ("links", ip-link(8)): what the kernel tells of them, and the requests that make, change and
// remove them. Everything here only describes; Network::apply() does it.
#pragma once

#include <netlair/network/alternative_name.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/link_kind.hpp>
#include <netlair/network/mac_address.hpp>
#include <netlair/network/request.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace netlair {

class NetNs;

/// Since the link was made.
struct LinkStatistics {
  std::uint64_t received_packets = 0;
  std::uint64_t received_bytes = 0;
  std::uint64_t received_errors = 0;
  std::uint64_t received_dropped = 0;
  std::uint64_t sent_packets = 0;
  std::uint64_t sent_bytes = 0;
  std::uint64_t sent_errors = 0;
  std::uint64_t sent_dropped = 0;
};

struct Link {
  int index = 0;  ///< from 1; unique in its namespace
  std::string name = {};
  std::string kind = {};  ///< "veth", "bridge", …; empty for hardware and the loopback
  bool up = false;        ///< IFF_UP: administratively
  bool carrier = false;   ///< IFF_LOWER_UP: there is something at the other end
  bool running = false;   ///< up, with a carrier, and the kernel has finished with both (RFC 2863)
  unsigned mtu = 0;       ///< bytes
  std::optional<MacAddress> mac = {};
  int master = 0;  ///< index of the bridge, bond or vrf that it is a port of; 0: none
  int lower = 0;   ///< index of the link that it is on, or of a veth's peer; 0: none
  /// Which namespace that one is in: the kernel's number for it here, see Network::number_of(). Not set: in this one.
  std::optional<int> lower_ns = {};
  std::vector<std::string> alternative_names = {};
  LinkStatistics statistics = {};
};

/// "3: eth0: veth up mtu 1500 address 02:00:00:00:00:01"
std::string to_string(const Link& link);
std::ostream& operator<<(std::ostream& out, const Link& link);

/// What is not set stays as it is.
struct LinkSettings {
  std::optional<bool> up = {};
  std::optional<unsigned> mtu = {};  ///< bytes
  std::optional<MacAddress> mac = {};
  /// Becomes a port of it. A bond takes links that are down only: for one, `up` is a request of its own, behind.
  std::optional<InterfaceName> master = {};
  bool no_master = false;  ///< leaves its master
};

/// A new link. The kernel's words when it is refused: EEXIST (the name is taken), EOPNOTSUPP (it lacks the kind).
Request add_link(const InterfaceName& name, const LinkKind& kind, const LinkSettings& settings = {});
/// What is set of a bridge that is there.
Request change_bridge(const InterfaceName& name, const Bridge& bridge);
Request set_link(const InterfaceName& name, const LinkSettings& settings);
Request set_up(const InterfaceName& name);
Request set_down(const InterfaceName& name);
/// Of a link that is up only since Linux 6.2.
Request rename_link(const InterfaceName& from, const InterfaceName& to);
/// EEXIST: some link in the namespace has that name. A short one, of 15 bytes at most, does wherever Network or a
/// request asks for a link; by a longer one a link is found with Network::find_link().
Request add_alternative_name(const InterfaceName& link, const AlternativeName& name);
/// ENOENT: no link has it. EINVAL: another one has it, or it is the link's own.
Request remove_alternative_name(const InterfaceName& link, const AlternativeName& name);
/// To another namespace, down, without its addresses. Throws Error at kOpen when `to` is closed.
Request move_link(const InterfaceName& name, const NetNs& to);
Request move_link(const InterfaceName& name, const NetNs& to, const InterfaceName& new_name);
/// A veth's other end goes with it, wherever it is, before apply() returns.
Request remove_link(const InterfaceName& name);

/// A VLAN that a port of a bridge with `vlan_filtering` lets through, bridge(8).
struct BridgeVlan {
  std::string link = {};
  std::uint16_t id = 0;   ///< 1 to 4094
  bool pvid = false;      ///< what comes in without a tag belongs to it
  bool untagged = false;  ///< it goes out without its tag

  friend bool operator==(const BridgeVlan&, const BridgeVlan&) = default;
};

std::string to_string(const BridgeVlan& vlan);
std::ostream& operator<<(std::ostream& out, const BridgeVlan& vlan);

struct BridgeVlanOptions {
  bool pvid = false;
  bool untagged = false;
  bool on_bridge = false;  ///< `link` is the bridge itself
};

/// Throw Error EINVAL at kCheckValue for an id beyond 1 to 4094.
Request add_bridge_vlan(const InterfaceName& link, std::uint16_t id, const BridgeVlanOptions& options = {});
Request remove_bridge_vlan(const InterfaceName& link, std::uint16_t id, const BridgeVlanOptions& options = {});

}  // namespace netlair
