// SPDX-License-Identifier: Apache-2.0
// Network interfaces ("links", ip-link(8)): how the kernel lists them, and the requests that make, change and remove
// them. Everything here only describes a change; Network::apply() carries it out.
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

/// Counted since the link was made.
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
  bool carrier = false;   ///< IFF_LOWER_UP: something is up at the other end
  bool running = false;   ///< up, with a carrier, and the kernel has processed both changes (RFC 2863)
  unsigned mtu = 0;       ///< bytes
  std::optional<MacAddress> mac = {};
  int master = 0;  ///< index of the bridge, bond or vrf whose port this link is; 0: none
  int lower = 0;   ///< index of the underlying link, or of a veth's peer; 0: none
  /// The namespace of `lower`, as the kernel's number for it in this namespace, see Network::number_of(). Not set: this
  /// namespace.
  std::optional<int> lower_ns = {};
  std::vector<std::string> alternative_names = {};
  LinkStatistics statistics = {};
};

/// "3: eth0: veth up mtu 1500 address 02:00:00:00:00:01"
std::string to_string(const Link& link);
std::ostream& operator<<(std::ostream& out, const Link& link);

/// A setting that is not set stays unchanged.
struct LinkSettings {
  std::optional<bool> up = {};
  std::optional<unsigned> mtu = {};  ///< bytes
  std::optional<MacAddress> mac = {};
  /// Makes the link a port of this one. A bond takes only links that are down: for a bond, set `up` in a separate,
  /// later request.
  std::optional<InterfaceName> master = {};
  bool no_master = false;  ///< removes the link from its master
};

/// Makes a new link. Errors of the kernel: EEXIST (the name is taken), EOPNOTSUPP (the kernel lacks the kind).
Request add_link(const InterfaceName& name, const LinkKind& kind, const LinkSettings& settings = {});
/// Applies what is set in `bridge` to an existing bridge.
Request change_bridge(const InterfaceName& name, const Bridge& bridge);
Request set_link(const InterfaceName& name, const LinkSettings& settings);
Request set_up(const InterfaceName& name);
Request set_down(const InterfaceName& name);
/// Renaming a link that is up needs Linux 6.2.
Request rename_link(const InterfaceName& from, const InterfaceName& to);
/// EEXIST: a link in the namespace has that name. A short alternative name, of at most 15 bytes, can be used wherever
/// Network or a request takes the name of a link. A longer one works only with Network::find_link().
Request add_alternative_name(const InterfaceName& link, const AlternativeName& name);
/// ENOENT: no link has the name. EINVAL: another link has it, or it is the link's own name.
Request remove_alternative_name(const InterfaceName& link, const AlternativeName& name);
/// Moves the link to another namespace, where it is down and has no addresses. Throws Error at kOpen when `to` is
/// closed.
Request move_link(const InterfaceName& name, const NetNs& to);
Request move_link(const InterfaceName& name, const NetNs& to, const InterfaceName& new_name);
/// A veth's peer, in whichever namespace it is, is removed as well before apply() returns.
Request remove_link(const InterfaceName& name);

/// A VLAN that a port of a bridge with `vlan_filtering` lets through, bridge(8).
struct BridgeVlan {
  std::string link = {};
  std::uint16_t id = 0;   ///< 1 to 4094
  bool pvid = false;      ///< an incoming frame without a tag belongs to this VLAN
  bool untagged = false;  ///< frames of this VLAN leave without a tag

  friend bool operator==(const BridgeVlan&, const BridgeVlan&) = default;
};

std::string to_string(const BridgeVlan& vlan);
std::ostream& operator<<(std::ostream& out, const BridgeVlan& vlan);

struct BridgeVlanOptions {
  bool pvid = false;
  bool untagged = false;
  bool on_bridge = false;  ///< `link` is the bridge itself
};

/// Both functions throw Error EINVAL at kCheckValue for an id outside 1 to 4094.
Request add_bridge_vlan(const InterfaceName& link, std::uint16_t id, const BridgeVlanOptions& options = {});
Request remove_bridge_vlan(const InterfaceName& link, std::uint16_t id, const BridgeVlanOptions& options = {});

}  // namespace netlair
