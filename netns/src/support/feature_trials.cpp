// SPDX-License-Identifier: Apache-2.0
#include "support/feature_trials.hpp"

#include <netlair/netns/find_program.hpp>
#include <netlair/network/link.hpp>
#include <netlair/network/qdisc.hpp>

#include "base/program.hpp"
#include "netlink/message.hpp"
#include "privilege/own_user_namespace.hpp"
#include "qdisc/qdisc_kind.hpp"
#include "support/trial_netlink.hpp"
#include "support/trial_steps.hpp"

#include <cerrno>
#include <chrono>
#include <string>
#include <vector>

#include <linux/pkt_sched.h>

// What runs in the child is async-signal-safe; see trial_child.hpp.
namespace netlair::detail {
namespace {

PlainError try_nft() {
  const auto program = find_program("nft");
  if (!program) return {.step = Step::kNftables, .object = "the program", .error_number = ENOENT};
  std::vector<std::string> words = {*program, "add", "table", "inet", "netlair"};
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return in_thrown_away_child([&]() noexcept {
    const PlainError failure = enter_own_network();
    return failure ? failure : run_to_success(argv.data());
  });
}

TrialResult try_requests(const std::vector<std::vector<char>>& requests, const std::string& module) {
  return {in_thrown_away_child([&]() noexcept {
            const PlainError failure = enter_own_network();
            return failure ? failure : send_in_trial(requests);
          }),
          module,
          {}};
}

// A link that needs a parent gets an end of a veth, because the loopback cannot be a parent.
TrialResult try_link(const LinkKind& kind) {
  const Request parent = add_link("trial0", Veth{.peer = "trial1"});
  const Request link = add_link("trial2", kind);
  return try_requests({encoded_for_trial(parent, kTrialIndex), encoded_for_trial(link)}, link.message().module());
}

TrialResult try_bridge_vlans() {
  TrialResult result = try_link(Bridge{.vlan_filtering = true});
  result.fix = "use a kernel with CONFIG_BRIDGE_VLAN_FILTERING";
  return result;
}

TrialResult try_qdisc(const QdiscKind& kind) {
  const Request qdisc = add_qdisc("lo", kind);
  return try_requests({encoded_for_trial(qdisc)}, qdisc.message().module());
}

// Older kernels ignore a seed. If this kernel has taken it, it lists the seed among the qdisc's options.
TrialResult try_netem_seed() {
  const Request qdisc = add_qdisc("lo", Netem{.delay = std::chrono::milliseconds(1), .seed = 1});
  const std::vector<std::vector<char>> requests = {encoded_for_trial(qdisc)};
  return {in_thrown_away_child([&]() noexcept {
            if (const PlainError failure = enter_own_network()) return failure;
            if (const PlainError failure = send_in_trial(requests)) return failure;
            errno = a_qdisc_has_option(sizeof(tc_netem_qopt), kNetemSeed) ? 0 : EOPNOTSUPP;
            return plain_error(Step::kNetlink, "a seed of netem");
          }),
          qdisc.message().module(), "use Linux 6.6 or later"};
}

constexpr const char* kTapFix =
    "load the module tun as root, and in a container give it the device: --device /dev/net/tun";
constexpr const char* kIpv6Fix = "start the machine without ipv6.disable=1, or use a kernel that has IPv6";
constexpr const char* kNftFix = "load the module nf_tables as root, or use a kernel that has it";

TrialResult try_without_module(PlainError (*f)() noexcept, const char* fix = "") {
  return {in_thrown_away_child(f), {}, fix};
}

}  // namespace

TrialResult try_feature(Feature feature) {
  const IpAddress here = IpAddress::parse("10.0.0.1");
  const IpAddress here6 = IpAddress::parse("fd00::1");
  switch (feature) {
    case Feature::kNetworkNamespace: return try_without_module(visit_own_network);
    case Feature::kUserNamespace: return try_without_module(enter_own_namespaces);
    case Feature::kMountNamespace: return try_without_module(enter_own_mounts);
    case Feature::kPidNamespace: return try_without_module(enter_pid_namespace);
    case Feature::kNamedNamespace: return try_without_module(name_a_namespace);
    case Feature::kIpv6: return try_without_module(bind_to_ipv6_loopback, kIpv6Fix);
    case Feature::kVeth: return try_link(Veth{});
    case Feature::kBridge: return try_link(Bridge{});
    case Feature::kBridgeVlans: return try_bridge_vlans();
    case Feature::kMacvlan: return try_link(Macvlan{.parent = "trial0"});
    case Feature::kVxlan: return try_link(Vxlan{.id = 1});
    case Feature::kIfb: return try_link(Ifb{});
    case Feature::kDummy: return try_link(Dummy{});
    case Feature::kVlan: return try_link(Vlan{.parent = "trial0", .id = 1});
    case Feature::kVrf: return try_link(Vrf{.table = 10});
    case Feature::kIpvlan: return try_link(Ipvlan{.parent = "trial0"});
    case Feature::kBond: return try_link(Bond{});
    case Feature::kGre: return try_link(Gre{.local = here});
    case Feature::kIp6Gre: return try_link(Gre{.local = here6});
    case Feature::kWireguard: return try_link(Wireguard{});
    case Feature::kTap: return try_without_module(open_tap_device, kTapFix);
    case Feature::kNetem: return try_qdisc(Netem{.delay = std::chrono::milliseconds(1)});
    case Feature::kNetemSeed: return try_netem_seed();
    case Feature::kTbf: return try_qdisc(Tbf{.rate = mbit(1), .burst = 2000, .latency = std::chrono::milliseconds(1)});
    case Feature::kHtb: return try_qdisc(Htb{});
    case Feature::kIngress: return try_qdisc(Ingress{});
    case Feature::kClsact: return try_qdisc(Clsact{});
    case Feature::kNftables: return {try_nft(), {}, kNftFix};
    case Feature::kPacketSocket: return try_without_module(open_packet_socket);
    case Feature::kSysctl: return try_without_module(write_a_sysctl);
    case Feature::kManyNamespaces: return try_without_module(make_many_namespaces);
  }
  return {};
}

}  // namespace netlair::detail
