// SPDX-License-Identifier: Apache-2.0
// What this kernel and this process may do, found out by doing it in a child that is thrown away: with the kernel's
// reason and the fix where it is refused. The caller stays where it is. A probe leaves nothing but what using the
// feature would: the kernel may have loaded its module, and those of tunnels (gre) give every namespace a few links of
// their own, unless the sysctl net.core.fb_tunnels_only_for_init_net says otherwise. Any thread may ask.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace netlair {

/// What there may be and may not be.
enum class Feature {
  kNetworkNamespace,  ///< making one, configuring it, and returning from it
  kUserNamespace,     ///< entering one, and using the privilege in it, which some systems refuse
  kMountNamespace,
  kPidNamespace,
  kNamedNamespace,  ///< the mount that gives a namespace its name
  kIpv6,            ///< sockets and addresses of it, which a machine may have been started without
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
  // Kinds of queues, see queue.hpp
  kNetem,
  kNetemSeed,
  kTbf,
  kHtb,
  kIngress,
  kClsact,
  kNftables,        ///< the nft program, and the kernel's part of it
  kPacketSocket,    ///< AF_PACKET, for captures
  kSysctl,          ///< writing a namespace's
  kManyNamespaces,  ///< 64 network namespaces at once, with a descriptor each
};

std::span<const Feature> all_features() noexcept;
/// "netem", "user namespace", …
std::string_view to_string(Feature feature) noexcept;
std::ostream& operator<<(std::ostream& out, Feature feature);

struct Support {
  bool available = false;
  std::string reason;  ///< the kernel's words, empty when available
  std::string fix;     ///< what a person can do; may be empty

  explicit operator bool() const noexcept { return available; }
};

/// "yes", or "no: <reason>; fix: <fix>"
std::ostream& operator<<(std::ostream& out, const Support& support);

/// Tried by the first caller, and remembered for the others until this process enters a user namespace, after which the
/// answers are others. It takes milliseconds, as every feature is tried in a namespace of its own. Throws Error at
/// kSpawn when there is no child to be had.
Support support(Feature feature);

/// The same, and tried now.
Support probe(Feature feature);

}  // namespace netlair
