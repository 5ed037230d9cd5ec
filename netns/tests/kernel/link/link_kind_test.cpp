// SPDX-License-Identifier: Apache-2.0
// Every kind of link that this kernel has, with all its settings, read back with ip(8).
#include "network_test.hpp"

#include <chrono>

namespace netlair::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class LinkKindTest : public NetworkTest {
 protected:
  /// Adds a link of `kind`, checks that it has that kind, and returns what ip(8) shows of its settings.
  nlohmann::json info_of(const LinkKind& kind) {
    net().apply(add_link("made", kind));
    const auto info = link_in(ns(), "made")["linkinfo"];
    EXPECT_EQ(info["info_kind"], kernel_name(kind));
    EXPECT_EQ(net().link("made").kind, kernel_name(kind));
    return info.value("info_data", nlohmann::json());
  }
  /// The name of that link's parent.
  std::string parent() { return link_in(ns(), "made")["link"]; }
};

TEST_F(LinkKindTest, AVethHasOneQueueOrAsManyAsAsked) {
  NETLAIR_NEEDS(kVeth);
  info_of(Veth{.peer = "other"});
  EXPECT_EQ(link_in(ns(), "made")["num_tx_queues"], 1);
  EXPECT_EQ(link_in(ns(), "other")["num_rx_queues"], 1);
  net().apply({remove_link("made"), add_link("made", Veth{.peer = "other", .queues = 3})});
  EXPECT_EQ(link_in(ns(), "made")["num_rx_queues"], 3);
  EXPECT_EQ(link_in(ns(), "other")["num_tx_queues"], 3);
}

TEST_F(LinkKindTest, ABridgeHasItsSettings) {
  NETLAIR_NEEDS(kBridge);
  const auto info = info_of(Bridge{.stp = true, .ageing = seconds(7), .forward_delay = seconds(3)});
  EXPECT_EQ(info["stp_state"], 1);
  EXPECT_EQ(info["ageing_time"], 700);
  EXPECT_EQ(info["forward_delay"], 300);
}

TEST_F(LinkKindTest, ABridgeFiltersVlans) {
  NETLAIR_NEEDS(kBridgeVlans);
  EXPECT_EQ(info_of(Bridge{.vlan_filtering = true})["vlan_filtering"], 1);
}

TEST_F(LinkKindTest, ABridgesSettingsCanBeChanged) {
  NETLAIR_NEEDS(kBridge);
  EXPECT_EQ(info_of(Bridge{})["stp_state"], 0);
  net().apply(change_bridge("made", Bridge{.stp = true}));
  EXPECT_EQ(link_in(ns(), "made")["linkinfo"]["info_data"]["stp_state"], 1);
  EXPECT_THAT([&] { net().apply(change_bridge("none", Bridge{})); },
              ThrowsError(Step::kNetlink, ENODEV, "netlink change bridge 'none'"));
}

TEST_F(LinkKindTest, AMacvlanIsOnItsParentInItsMode) {
  NETLAIR_NEEDS(kMacvlan);
  add_pair();
  for (const auto& [mode, name] :
       {std::pair(Macvlan::Mode::kPrivate, "private"), std::pair(Macvlan::Mode::kVepa, "vepa"),
        std::pair(Macvlan::Mode::kBridge, "bridge"), std::pair(Macvlan::Mode::kPassthru, "passthru")}) {
    EXPECT_EQ(info_of(Macvlan{.parent = "p0", .mode = mode})["mode"], name);
    EXPECT_EQ(parent(), "p0");
    net().apply(remove_link("made"));
  }
}

TEST_F(LinkKindTest, AVxlanHasItsEndsOverBothFamilies) {
  NETLAIR_NEEDS(kVxlan);
  add_pair();
  const auto info = info_of(Vxlan{.id = 77,
                                  .remote = "10.0.0.2"_ip,
                                  .local = "10.0.0.1"_ip,
                                  .parent = "p0",
                                  .port = 4790,
                                  .learning = false,
                                  .ttl = 9});
  EXPECT_EQ(info["id"], 77);
  EXPECT_EQ(info["remote"], "10.0.0.2");
  EXPECT_EQ(info["local"], "10.0.0.1");
  EXPECT_EQ(info["link"], "p0");
  EXPECT_EQ(info["port"], 4790);
  EXPECT_EQ(info["learning"], false);
  EXPECT_EQ(info["ttl"], 9);
  net().apply(remove_link("made"));
  NETLAIR_NEEDS(kIpv6);
  const auto info6 = info_of(Vxlan{.id = 78, .remote = "fd00::2"_ip, .local = "fd00::1"_ip});
  EXPECT_EQ(info6["remote6"], "fd00::2");
  EXPECT_EQ(info6["local6"], "fd00::1");
  EXPECT_EQ(info6["port"], 4789);
}

TEST_F(LinkKindTest, AnIfbIsMade) {
  NETLAIR_NEEDS(kIfb);
  info_of(Ifb{});
}

TEST_F(LinkKindTest, ADummyIsMade) {
  NETLAIR_NEEDS(kDummy);
  info_of(Dummy{});
}

TEST_F(LinkKindTest, AVlanHasItsIdAndProtocol) {
  NETLAIR_NEEDS(kVlan);
  add_pair();
  const auto info = info_of(Vlan{.parent = "p0", .id = 42});
  EXPECT_EQ(info["id"], 42);
  EXPECT_EQ(info["protocol"], "802.1Q");
  EXPECT_EQ(parent(), "p0");
  net().apply(remove_link("made"));
  EXPECT_EQ(info_of(Vlan{.parent = "p0", .id = 4094, .service = true})["protocol"], "802.1ad");
}

TEST_F(LinkKindTest, AVrfHasItsTableAndTakesPorts) {
  NETLAIR_NEEDS(kVrf);
  add_pair();
  EXPECT_EQ(info_of(Vrf{.table = 1000})["table"], 1000);
  net().apply(set_link("p0", {.master = "made"}));
  EXPECT_EQ(link_in(ns(), "p0")["master"], "made");
}

TEST_F(LinkKindTest, AnIpvlanHasItsModeAndIsolation) {
  NETLAIR_NEEDS(kIpvlan);
  add_pair();
  EXPECT_EQ(info_of(Ipvlan{.parent = "p0", .mode = Ipvlan::Mode::kL2})["mode"], "l2");
  net().apply(remove_link("made"));
  EXPECT_EQ(info_of(Ipvlan{.parent = "p0", .mode = Ipvlan::Mode::kL3s})["mode"], "l3s");
  net().apply(remove_link("made"));
  const auto info = info_of(Ipvlan{.parent = "p0", .isolation = Ipvlan::Isolation::kPrivate});
  EXPECT_EQ(info["mode"], "l3");
  EXPECT_THAT(info.dump(), ::testing::HasSubstr("private"));
  EXPECT_EQ(parent(), "p0");
}

TEST_F(LinkKindTest, ABondHasItsModeAndTakesPorts) {
  NETLAIR_NEEDS(kBond);
  add_pair();
  const auto info = info_of(Bond{.mode = Bond::Mode::k8023ad, .link_check = milliseconds(50)});
  EXPECT_EQ(info["mode"], "802.3ad");
  EXPECT_EQ(info["miimon"], 50);
  net().apply(set_link("p0", {.master = "made"}));
  EXPECT_EQ(link_in(ns(), "p0")["master"], "made");
}

TEST_F(LinkKindTest, AGreHasItsEndsKeyAndTtl) {
  NETLAIR_NEEDS(kGre);
  const auto info = info_of(Gre{.remote = "10.0.0.2"_ip, .local = "10.0.0.1"_ip, .key = 5, .ttl = 64});
  EXPECT_EQ(info["remote"], "10.0.0.2");
  EXPECT_EQ(info["local"], "10.0.0.1");
  EXPECT_EQ(info["ttl"], 64);
  EXPECT_EQ(info["ikey"], "0.0.0.5");
  EXPECT_EQ(info["okey"], "0.0.0.5");
  net().apply(remove_link("made"));
  EXPECT_EQ(info_of(Gre{.remote = "10.0.0.3"_ip, .ethernet = true})["remote"], "10.0.0.3");
  EXPECT_THAT([] { return add_link("x", Gre{.remote = "10.0.0.3"_ip, .local = "fd00::1"_ip}); },
              ThrowsError(Step::kCheckValue, EINVAL, "gre remote and local '10.0.0.3 and fd00::1'"));
}

TEST_F(LinkKindTest, AGreOverIpv6HasItsEnds) {
  NETLAIR_NEEDS(kIp6Gre);
  const auto info = info_of(Gre{.remote = "fd00::2"_ip, .local = "fd00::1"_ip});
  EXPECT_EQ(info["remote"], "fd00::2");
  EXPECT_EQ(info["local"], "fd00::1");
  net().apply(remove_link("made"));
  EXPECT_EQ(info_of(Gre{.remote = "fd00::2"_ip, .ethernet = true})["remote"], "fd00::2");
}

TEST_F(LinkKindTest, AWireguardIsMade) {
  NETLAIR_NEEDS(kWireguard);
  info_of(Wireguard{});
}

TEST_F(LinkKindTest, SettingsThatNoLinkCanHaveAreRefusedByName) {
  EXPECT_THAT([] { return add_link("x", Vlan{.parent = "p0", .id = 4095}); },
              ThrowsError(Step::kCheckValue, EINVAL, "vlan id '4095'"));
  EXPECT_THAT([] { return add_link("x", Vxlan{.id = 1U << 24U}); },
              ThrowsError(Step::kCheckValue, EINVAL, "vxlan id '16777216'"));
  EXPECT_THAT([] { return add_link("x", Vrf{.table = 0}); }, ThrowsError(Step::kCheckValue, EINVAL, "vrf table '0'"));
  EXPECT_THAT([] { return add_link("x", Bridge{.ageing = milliseconds::max()}); },
              ThrowsError(Step::kCheckValue, EINVAL, "bridge ageing '9223372036854775807ms'"));
  EXPECT_THAT([] { return add_link("x", Bond{.link_check = milliseconds(-1)}); },
              ThrowsError(Step::kCheckValue, EINVAL, "bond link_check '-1ms'"));
  EXPECT_THAT([] { return add_link("x", OtherKind{std::string("veth\0x", 6)}); },
              ThrowsError(Step::kCheckValue, EINVAL, "text 'veth\\x00x'"));
}

TEST_F(LinkKindTest, AnyOtherKindIsMadeByItsName) {
  NETLAIR_NEEDS(kVeth);
  info_of(OtherKind{"veth"});
}

}  // namespace
}  // namespace netlair::test
