// SPDX-License-Identifier: Apache-2.0
// Features that a kernel or a process may lack. support() tells which ones are available.
#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

namespace netlair {

enum class Feature {
  kNetworkNamespace,  ///< making one, configuring it, and returning from it
  kUserNamespace,     ///< entering one, and using the privilege in it, which some systems refuse
  kMountNamespace,
  kPidNamespace,
  kNamedNamespace,  ///< the mount that gives a namespace its name
  kIpv6,            ///< IPv6 sockets and addresses; a machine may have been booted without IPv6
  // Kinds of links, see link_kind.hpp
  kVeth,
  kBridge,
  kBridgeVlans,  ///< `vlan_filtering`
  kMacvlan,
  kVxlan,
  kIfb,
  kDummy,
  kVlan,
  kVrf,
  kIpvlan,
  kBond,
  kGre,
  kIp6Gre,
  kWireguard,
  kTap,
  // Kinds of qdiscs, see qdisc.hpp
  kNetem,
  kNetemSeed,
  kTbf,
  kHtb,
  kIngress,
  kClsact,
  kNftables,        ///< the nft program, and the kernel's nftables
  kPacketSocket,    ///< AF_PACKET, for captures
  kSysctl,          ///< writing a namespace's sysctls
  kManyNamespaces,  ///< 64 network namespaces at once, with a descriptor for each
};

std::span<const Feature> all_features() noexcept;
/// "netem", "user namespace", …
std::string_view to_string(Feature feature) noexcept;
std::ostream& operator<<(std::ostream& out, Feature feature);

}  // namespace netlair
