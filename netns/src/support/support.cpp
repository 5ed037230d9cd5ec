// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/support.hpp>

#include "base/hints.hpp"
#include "support/remembered_support.hpp"
#include "support/trials.hpp"

#include <array>
#include <cerrno>
#include <map>
#include <mutex>
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

// Where there is no namespace to try it in, that is to be mended first.
std::string fix_for(const detail::Verdict& verdict) {
  const auto& [failure, module, fix] = verdict;
  if (failure.step == Step::kNftables && failure.error_number == ENOENT) return detail::kNftMissing;
  const bool nowhere = failure.step == Step::kUnshare || failure.error_number == EPERM;
  if (nowhere || (module.empty() && fix.empty())) return detail::hint_for(failure.step, failure.error_number);
  if (!fix.empty() && !detail::is_of_unknown_kind(failure.text.data())) return fix;
  return detail::netlink_hint(failure.error_number, failure.text.data(), module);
}

struct Remembered {
  std::mutex mutex;
  std::map<Feature, Support> answers;
};

Remembered& remembered() {
  static Remembered instance;
  return instance;
}

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

std::ostream& operator<<(std::ostream& out, const Support& support) {
  if (support) return out << "yes";
  out << "no: " << support.reason;
  return support.fix.empty() ? out : out << "; fix: " << support.fix;
}

Support probe(Feature feature) {
  const detail::Verdict verdict = detail::try_feature(feature);
  const detail::Failure& failure = verdict.failure;
  if (!failure) return {true, {}, {}};
  std::string object = failure.object;
  if (failure.text.front() != '\0') object.append(": ").append(failure.text.data());
  const Error error(failure.step, object, failure.error_number, "");
  return {false, error.what(), fix_for(verdict)};
}

Support support(Feature feature) {
  const std::lock_guard locked(remembered().mutex);
  const auto known = remembered().answers.find(feature);
  if (known != remembered().answers.end()) return known->second;
  return remembered().answers.emplace(feature, probe(feature)).first->second;
}

void detail::forget_support() {
  const std::lock_guard locked(remembered().mutex);
  remembered().answers.clear();
}

}  // namespace netlair
