// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/feature.hpp>

#include <array>
#include <ostream>

namespace netlair {
namespace {

struct Named {
  Feature feature;
  const char* name;
};

constexpr std::array kNamed = {
    Named{Feature::kNetworkNamespace, "network namespace"},
    Named{Feature::kUserNamespace, "user namespace"},
    Named{Feature::kMountNamespace, "mount namespace"},
    Named{Feature::kPidNamespace, "PID namespace"},
    Named{Feature::kNamedNamespace, "named namespace"},
    Named{Feature::kIpv6, "IPv6"},
    Named{Feature::kVeth, "veth"},
    Named{Feature::kBridge, "bridge"},
    Named{Feature::kBridgeVlans, "VLANs of a bridge"},
    Named{Feature::kMacvlan, "macvlan"},
    Named{Feature::kVxlan, "vxlan"},
    Named{Feature::kIfb, "ifb"},
    Named{Feature::kDummy, "dummy"},
    Named{Feature::kVlan, "vlan"},
    Named{Feature::kVrf, "vrf"},
    Named{Feature::kIpvlan, "ipvlan"},
    Named{Feature::kBond, "bond"},
    Named{Feature::kGre, "gre"},
    Named{Feature::kIp6Gre, "ip6gre"},
    Named{Feature::kWireguard, "wireguard"},
    Named{Feature::kTap, "tap"},
    Named{Feature::kNetem, "netem"},
    Named{Feature::kNetemSeed, "seed of netem"},
    Named{Feature::kTbf, "tbf"},
    Named{Feature::kHtb, "htb"},
    Named{Feature::kIngress, "ingress"},
    Named{Feature::kClsact, "clsact"},
    Named{Feature::kNftables, "nft"},
    Named{Feature::kPacketSocket, "packet socket"},
    Named{Feature::kSysctl, "sysctl"},
    Named{Feature::kManyNamespaces, "64 network namespaces"},
};

constexpr auto kFeatures = [] {
  std::array<Feature, kNamed.size()> features{};
  for (std::size_t i = 0; i < features.size(); ++i) features[i] = kNamed[i].feature;
  return features;
}();

}  // namespace

std::span<const Feature> all_features() noexcept {
  return kFeatures;
}

std::string_view to_string(Feature feature) noexcept {
  for (const Named& named : kNamed)
    if (named.feature == feature) return named.name;
  return "unknown feature";
}

std::ostream& operator<<(std::ostream& out, Feature feature) {
  return out << to_string(feature);
}

}  // namespace netlair
