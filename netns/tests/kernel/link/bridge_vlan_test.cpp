// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <algorithm>
#include <vector>

namespace netlair::test {
namespace {

class BridgeVlanTest : public NetworkTest {};

TEST_F(BridgeVlanTest, VlansOfABridgesPortAreSetAndListed) {
  NETLAIR_NEEDS(kBridgeVlans);
  add_pair();
  net().apply({add_link("br0", Bridge{.vlan_filtering = true}), set_link("p0", {.master = "br0"})});
  net().apply({add_bridge_vlan("p0", 10, {.pvid = true, .untagged = true}), add_bridge_vlan("p0", 20),
               add_bridge_vlan("br0", 20, {.on_bridge = true}), remove_bridge_vlan("p0", 1)});
  const std::string shown = json_in(ns(), "bridge -j vlan show dev p0").at(0)["vlans"].dump();
  EXPECT_EQ(shown, R"([{"flags":["PVID","Egress Untagged"],"vlan":10},{"vlan":20}])");
  const auto vlans = net().bridge_vlans();
  EXPECT_THAT(vlans, ::testing::Contains(BridgeVlan{.link = "p0", .id = 10, .pvid = true, .untagged = true}));
  EXPECT_THAT(vlans, ::testing::Contains(BridgeVlan{.link = "p0", .id = 20}));
  EXPECT_THAT(vlans, ::testing::Contains(BridgeVlan{.link = "br0", .id = 20}));
  EXPECT_THAT([] { return add_bridge_vlan("p0", 4095); },
              ThrowsError(Step::kCheckValue, EINVAL, "bridge vlan id '4095'"));
}

TEST_F(BridgeVlanTest, AFullTrunkIsListed) {
  NETLAIR_NEEDS(kBridgeVlans);
  add_pair();
  net().apply({add_link("br0", Bridge{.vlan_filtering = true}), set_link("p0", {.master = "br0"})});
  std::vector<Request> requests;
  for (int id = 1; id <= 4094; ++id) requests.push_back(add_bridge_vlan("p0", static_cast<std::uint16_t>(id)));
  net().apply(requests);
  std::vector<int> ids;
  for (const BridgeVlan& vlan : net().bridge_vlans())
    if (vlan.link == "p0") ids.push_back(vlan.id);
  EXPECT_EQ(ids.size(), 4094U);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

}  // namespace
}  // namespace netlair::test
