// SPDX-License-Identifier: Apache-2.0
#include "link/link_kind.hpp"

#include <netlair/network/quantities.hpp>

#include "base/check.hpp"

#include <type_traits>

#include <linux/if_bridge.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

namespace netlair {
namespace {

using detail::Message;
using detail::ScopedNest;

// The kernel's link kinds differ in the size of a boolean attribute.
template <class Number>
void put_bool(Message& message, std::uint16_t type, const std::optional<bool>& value) {
  if (value) message.put(type, static_cast<Number>(*value ? 1 : 0));
}

// A bridge's times are in user space's clock ticks of 10 ms (USER_HZ, time(7)).
void put_ticks(Message& message, std::uint16_t type, const char* field,
               const std::optional<std::chrono::milliseconds>& time) {
  if (!time) return;
  if (time->count() < 0 || time->count() / 10 > UINT32_MAX)
    detail::refuse(field, std::to_string(time->count()) + "ms", "it must be 0 or more, and less than a year");
  message.put(type, static_cast<std::uint32_t>(time->count() / 10));
}

void check_range(const char* field, std::uint32_t value, std::uint32_t from, std::uint32_t to) {
  if (value < from || value > to)
    detail::refuse(field, std::to_string(value), "it is " + std::to_string(from) + " to " + std::to_string(to));
}

void check_same_family(const char* field, const std::optional<IpAddress>& a, const std::optional<IpAddress>& b) {
  if (a && b && a->family() != b->family())
    detail::refuse(field, a->str() + " and " + b->str(), "both must be IPv4, or both IPv6");
}

void put_queues(Message& message, const Veth& veth) {
  if (!veth.queues) return;
  message.put(IFLA_NUM_TX_QUEUES, std::uint32_t{*veth.queues});
  message.put(IFLA_NUM_RX_QUEUES, std::uint32_t{*veth.queues});
}

void put_data(Message& message, const Veth& veth) {
  const ScopedNest data(message, IFLA_INFO_DATA);
  const ScopedNest peer(message, VETH_INFO_PEER);
  const ifinfomsg header{};
  message.append(&header, sizeof header);
  if (veth.peer) message.put_text(IFLA_IFNAME, veth.peer->view());
  if (veth.peer_mac) message.put(IFLA_ADDRESS, veth.peer_mac->bytes());
  if (veth.peer_mtu) message.put(IFLA_MTU, std::uint32_t{*veth.peer_mtu});
  put_queues(message, veth);
  if (veth.peer_ns) message.put_namespace(IFLA_NET_NS_FD, *veth.peer_ns);
  // The peer may appear in this namespace, even if peer_ns is set.
  veth.peer ? message.affects_name(*veth.peer) : message.affects_other_names();
}

void put_data(Message& message, const Bridge& bridge) {
  const ScopedNest data(message, IFLA_INFO_DATA);
  put_ticks(message, IFLA_BR_FORWARD_DELAY, "bridge forward_delay", bridge.forward_delay);
  put_ticks(message, IFLA_BR_AGEING_TIME, "bridge ageing", bridge.ageing);
  put_bool<std::uint32_t>(message, IFLA_BR_STP_STATE, bridge.stp);
  put_bool<std::uint8_t>(message, IFLA_BR_VLAN_FILTERING, bridge.vlan_filtering);
}

void put_data(Message& message, const Macvlan& macvlan) {
  const ScopedNest data(message, IFLA_INFO_DATA);
  message.put(IFLA_MACVLAN_MODE, static_cast<std::uint32_t>(macvlan.mode));
}

void put_data(Message& message, const Vxlan& vxlan) {
  check_range("vxlan id", vxlan.id, 0, 0xffffff);
  check_same_family("vxlan remote and local", vxlan.remote, vxlan.local);
  const ScopedNest data(message, IFLA_INFO_DATA);
  message.put(IFLA_VXLAN_ID, vxlan.id);
  if (vxlan.remote) message.put_address(vxlan.remote->is_v4() ? IFLA_VXLAN_GROUP : IFLA_VXLAN_GROUP6, *vxlan.remote);
  if (vxlan.local) message.put_address(vxlan.local->is_v4() ? IFLA_VXLAN_LOCAL : IFLA_VXLAN_LOCAL6, *vxlan.local);
  if (vxlan.parent) message.put_index(IFLA_VXLAN_LINK, *vxlan.parent);
  if (vxlan.ttl) message.put(IFLA_VXLAN_TTL, *vxlan.ttl);
  put_bool<std::uint8_t>(message, IFLA_VXLAN_LEARNING, vxlan.learning);
  message.put_big_endian(IFLA_VXLAN_PORT, vxlan.port);
}

void put_data(Message&, const Ifb&) {}
void put_data(Message&, const Dummy&) {}
void put_data(Message&, const Wireguard&) {}
void put_data(Message&, const OtherKind&) {}

void put_data(Message& message, const Vlan& vlan) {
  check_range("vlan id", vlan.id, 1, 4094);
  const ScopedNest data(message, IFLA_INFO_DATA);
  message.put(IFLA_VLAN_ID, vlan.id);
  if (vlan.service) message.put_big_endian(IFLA_VLAN_PROTOCOL, std::uint16_t{ETH_P_8021AD});
}

void put_data(Message& message, const Vrf& vrf) {
  check_range("vrf table", vrf.table, 1, UINT32_MAX);
  const ScopedNest data(message, IFLA_INFO_DATA);
  message.put(IFLA_VRF_TABLE, vrf.table);
}

void put_data(Message& message, const Ipvlan& ipvlan) {
  const ScopedNest data(message, IFLA_INFO_DATA);
  message.put(IFLA_IPVLAN_MODE, static_cast<std::uint16_t>(ipvlan.mode));
  message.put(IFLA_IPVLAN_FLAGS, static_cast<std::uint16_t>(ipvlan.isolation));
}

void put_data(Message& message, const Bond& bond) {
  const ScopedNest data(message, IFLA_INFO_DATA);
  message.put(IFLA_BOND_MODE, static_cast<std::uint8_t>(bond.mode));
  if (!bond.link_check) return;
  if (bond.link_check->count() < 0 || bond.link_check->count() > INT32_MAX)
    detail::refuse("bond link_check", std::to_string(bond.link_check->count()) + "ms",
                   "it must be 0 ms or more, and less than a month");
  message.put(IFLA_BOND_MIIMON, static_cast<std::uint32_t>(bond.link_check->count()));
}

bool is_over_ipv6(const Gre& gre) {
  return (gre.remote && gre.remote->is_v6()) || (gre.local && gre.local->is_v6());
}

void put_data(Message& message, const Gre& gre) {
  check_same_family("gre remote and local", gre.remote, gre.local);
  const ScopedNest data(message, IFLA_INFO_DATA);
  if (gre.key) {
    message.put_big_endian(IFLA_GRE_IKEY, *gre.key);
    message.put_big_endian(IFLA_GRE_OKEY, *gre.key);
    message.put(IFLA_GRE_IFLAGS, GRE_KEY);  // the flags are in network byte order already
    message.put(IFLA_GRE_OFLAGS, GRE_KEY);
  }
  if (gre.local) message.put_address(IFLA_GRE_LOCAL, *gre.local);
  if (gre.remote) message.put_address(IFLA_GRE_REMOTE, *gre.remote);
  if (gre.ttl) message.put(IFLA_GRE_TTL, *gre.ttl);
  // The default of RFC 2473. The kernel's own default is 0, which tells other routers not to encapsulate the packets
  // again.
  constexpr std::uint8_t kEncapsulations = 4;
  if (is_over_ipv6(gre)) message.put(IFLA_GRE_ENCAP_LIMIT, kEncapsulations);
}

// A kind that must have a parent has a member of that name; where the parent is optional it goes elsewhere (Vxlan).
const InterfaceName* parent_of(const LinkKind& kind) {
  return std::visit(
      [](const auto& each) -> const InterfaceName* {
        if constexpr (requires { requires std::is_same_v<decltype(each.parent), InterfaceName>; })
          return &each.parent;
        else
          return nullptr;
      },
      kind);
}

struct KernelName {
  std::string operator()(const Veth&) const { return "veth"; }
  std::string operator()(const Bridge&) const { return "bridge"; }
  std::string operator()(const Macvlan&) const { return "macvlan"; }
  std::string operator()(const Vxlan&) const { return "vxlan"; }
  std::string operator()(const Ifb&) const { return "ifb"; }
  std::string operator()(const Dummy&) const { return "dummy"; }
  std::string operator()(const Vlan&) const { return "vlan"; }
  std::string operator()(const Vrf&) const { return "vrf"; }
  std::string operator()(const Ipvlan&) const { return "ipvlan"; }
  std::string operator()(const Bond&) const { return "bond"; }
  std::string operator()(const Gre& gre) const {
    return std::string(is_over_ipv6(gre) ? "ip6gre" : "gre") + (gre.ethernet ? "tap" : "");
  }
  std::string operator()(const Wireguard&) const { return "wireguard"; }
  std::string operator()(const OtherKind& other) const { return other.name; }
};

}  // namespace

std::string kernel_name(const LinkKind& kind) {
  return std::visit(KernelName(), kind);
}

namespace detail {

std::string module_of(const std::string& kind) {
  if (kind == "vlan") return "8021q";
  if (kind == "bond") return "bonding";
  if (kind == "gre" || kind == "gretap") return "ip_gre";
  if (kind == "ip6gre" || kind == "ip6gretap") return "ip6_gre";
  return kind;
}

void put_kind(Message& message, const LinkKind& kind) {
  if (const InterfaceName* parent = parent_of(kind)) message.put_index(IFLA_LINK, *parent);
  if (const auto* veth = std::get_if<Veth>(&kind)) put_queues(message, *veth);
  const ScopedNest info(message, IFLA_LINKINFO);
  message.put_text(IFLA_INFO_KIND, kernel_name(kind));
  std::visit([&](const auto& each) { put_data(message, each); }, kind);
}

}  // namespace detail
}  // namespace netlair
