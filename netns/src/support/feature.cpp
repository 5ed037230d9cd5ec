// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/feature.hpp>

#include <array>
#include <ostream>

namespace netlair {
namespace {

constexpr std::string_view name_of(Feature feature) noexcept {
  switch (feature) {
    case Feature::kNetworkNamespace: return "network namespace";
    case Feature::kUserNamespace: return "user namespace";
    case Feature::kMountNamespace: return "mount namespace";
    case Feature::kPidNamespace: return "PID namespace";
    case Feature::kNamedNamespace: return "named namespace";
    case Feature::kIpv6: return "IPv6";
    case Feature::kVeth: return "veth";
    case Feature::kBridge: return "bridge";
    case Feature::kBridgeVlans: return "VLANs of a bridge";
    case Feature::kMacvlan: return "macvlan";
    case Feature::kVxlan: return "vxlan";
    case Feature::kIfb: return "ifb";
    case Feature::kDummy: return "dummy";
    case Feature::kVlan: return "vlan";
    case Feature::kVrf: return "vrf";
    case Feature::kIpvlan: return "ipvlan";
    case Feature::kBond: return "bond";
    case Feature::kGre: return "gre";
    case Feature::kIp6Gre: return "ip6gre";
    case Feature::kWireguard: return "wireguard";
    case Feature::kTap: return "tap";
    case Feature::kNetem: return "netem";
    case Feature::kNetemSeed: return "seed of netem";
    case Feature::kTbf: return "tbf";
    case Feature::kHtb: return "htb";
    case Feature::kIngress: return "ingress";
    case Feature::kClsact: return "clsact";
    case Feature::kNftables: return "nft";
    case Feature::kPacketSocket: return "packet socket";
    case Feature::kSysctl: return "sysctl";
    case Feature::kManyNamespaces: return "64 network namespaces";
  }
  return {};
}

// The enumerators have no gaps, and each has a name, or the compiler complains.
constexpr std::size_t kCount = [] {
  std::size_t count = 0;
  while (!name_of(static_cast<Feature>(count)).empty()) ++count;
  return count;
}();

constexpr auto kFeatures = [] {
  std::array<Feature, kCount> features{};
  for (std::size_t i = 0; i < kCount; ++i) features[i] = static_cast<Feature>(i);
  return features;
}();

}  // namespace

std::span<const Feature> all_features() noexcept {
  return kFeatures;
}

std::string_view to_string(Feature feature) noexcept {
  const std::string_view name = name_of(feature);
  return name.empty() ? "unknown feature" : name;
}

std::ostream& operator<<(std::ostream& out, Feature feature) {
  return out << to_string(feature);
}

}  // namespace netlair
