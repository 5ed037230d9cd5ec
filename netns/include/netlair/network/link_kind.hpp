// SPDX-License-Identifier: Apache-2.0
// The kinds of links that can be made, each with its settings. A setting that is not set has the kernel's default.
// support() tells which kinds this kernel has. TUN and TAP links are made by opening them: see tun_tap.hpp.
#pragma once

#include <netlair/netns/held_netns.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_address.hpp>
#include <netlair/network/mac_address.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace netlair {

/// A virtual cable with two ends (veth(4)). One request makes both ends, each in its namespace. The peer starts down:
/// the kernel cannot bring it up before both ends exist.
struct Veth {
  std::optional<InterfaceName> peer = {};  ///< the peer's name; not set: the kernel chooses one
  std::optional<HeldNetNs> peer_ns = {};   ///< the namespace of the peer; not set: the same namespace
  std::optional<MacAddress> peer_mac = {};
  std::optional<unsigned> peer_mtu = {};  ///< bytes
  /// The number of queues of each end, in each direction. If it is not set, the kernel makes one for each CPU, which
  /// takes longer, and is useful only for XDP.
  std::optional<unsigned> queues = 1;
};

struct Bridge {
  std::optional<bool> stp = {};
  std::optional<std::chrono::milliseconds> ageing = {};  ///< until a learnt address is forgotten; in steps of 10 ms
  std::optional<std::chrono::milliseconds> forward_delay = {};  ///< with STP 2 s to 30 s; in steps of 10 ms
  std::optional<bool> vlan_filtering = {};
};

struct Macvlan {
  enum class Mode { kPrivate = 1, kVepa = 2, kBridge = 4, kPassthru = 8 };
  InterfaceName parent;
  Mode mode = Mode::kBridge;
};

/// RFC 7348.
struct Vxlan {
  std::uint32_t id = 0;                  ///< 0 to 2^24 - 1
  std::optional<IpAddress> remote = {};  ///< the other end, or a multicast group
  std::optional<IpAddress> local = {};
  std::optional<InterfaceName> parent = {};
  std::uint16_t port = 4789;  ///< UDP
  std::optional<bool> learning = {};
  std::optional<std::uint8_t> ttl = {};
};

/// Incoming packets of another link can be redirected to an ifb, to pass through its qdisc.
struct Ifb {};

struct Dummy {};

/// IEEE 802.1Q, or 802.1ad ("QinQ") when `service` is set.
struct Vlan {
  InterfaceName parent;
  std::uint16_t id = 0;  ///< 1 to 4094
  bool service = false;
};

struct Vrf {
  std::uint32_t table = 0;  ///< the routing table of its ports, from 1
};

struct Ipvlan {
  enum class Mode { kL2 = 0, kL3 = 1, kL3s = 2 };
  enum class Isolation { kBridge = 0, kPrivate = 1, kVepa = 2 };
  InterfaceName parent;
  Mode mode = Mode::kL3;
  Isolation isolation = Isolation::kBridge;
};

struct Bond {
  enum class Mode { kBalanceRr, kActiveBackup, kBalanceXor, kBroadcast, k8023ad, kBalanceTlb, kBalanceAlb };
  Mode mode = Mode::kActiveBackup;
  std::optional<std::chrono::milliseconds> link_check = {};  ///< "miimon": how often the bond checks for a carrier
};

/// RFC 2784: "gre", or "ip6gre" when the ends are IPv6 addresses.
struct Gre {
  std::optional<IpAddress> remote = {};
  std::optional<IpAddress> local = {};
  std::optional<std::uint32_t> key = {};  ///< in both directions, RFC 2890
  std::optional<std::uint8_t> ttl = {};
  bool ethernet = false;  ///< carries Ethernet frames: "gretap", "ip6gretap"
};

/// The link only; wg(8) gives it keys and peers.
struct Wireguard {};

/// Any other kind, by its name in the kernel, without settings.
struct OtherKind {
  std::string name;
};

using LinkKind =
    std::variant<Veth, Bridge, Macvlan, Vxlan, Ifb, Dummy, Vlan, Vrf, Ipvlan, Bond, Gre, Wireguard, OtherKind>;

/// "veth", "ip6gretap", …: what the kernel calls it.
std::string kernel_name(const LinkKind& kind);

}  // namespace netlair
