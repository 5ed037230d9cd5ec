// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

namespace netlair::test {
namespace {

using ::testing::Contains;
using ::testing::Not;

class NeighbourTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (IsSkipped()) return;
    add_pair();
    net().apply({set_up("p0"), set_up("p1")});
  }

  nlohmann::json shown(const std::string& address, const std::string& what = "") {
    for (const auto& each : json_in(ns(), "ip -j neighbour show " + what))
      if (each["dst"] == address) return each;
    return nullptr;
  }
};

TEST_F(NeighbourTest, PermanentOnesOfBothFamiliesAreSetListedReplacedAndRemoved) {
  NETLAIR_NEEDS(kIpv6);
  const Neighbour four{.link = "p0",
                       .address = "10.0.0.2"_ip,
                       .mac = "02:00:00:00:00:02"_mac,
                       .permanent = true,
                       .proxy = false,
                       .state = "permanent"};
  net().apply({add_neighbour("p0", "10.0.0.2"_ip, "02:00:00:00:00:02"_mac),
               add_neighbour("p0", "fd00::2"_ip, "02:00:00:00:00:03"_mac)});
  EXPECT_EQ(shown("10.0.0.2")["lladdr"], "02:00:00:00:00:02");
  EXPECT_EQ(shown("10.0.0.2")["state"].dump(), R"(["PERMANENT"])");
  EXPECT_EQ(shown("fd00::2")["lladdr"], "02:00:00:00:00:03");
  EXPECT_THAT(net().neighbours(), Contains(four));
  net().apply(replace_neighbour("p0", "10.0.0.2"_ip, "02:00:00:00:00:09"_mac));
  EXPECT_EQ(shown("10.0.0.2")["lladdr"], "02:00:00:00:00:09");
  net().apply(remove_neighbour("p0", "10.0.0.2"_ip));
  EXPECT_THAT(net().neighbours(), Not(Contains(::testing::Field(&Neighbour::address, "10.0.0.2"_ip))));
}

TEST_F(NeighbourTest, AProxyIsSetListedAndRemoved) {
  NETLAIR_NEEDS(kIpv6);
  net().apply({add_neighbour_proxy("p0", "10.0.0.7"_ip), add_neighbour_proxy("p0", "fd00::7"_ip)});
  EXPECT_EQ(shown("10.0.0.7", "proxy")["dev"], "p0");
  EXPECT_EQ(shown("fd00::7", "proxy")["dev"], "p0");
  const Neighbour proxy{
      .link = "p0", .address = "10.0.0.7"_ip, .mac = std::nullopt, .permanent = false, .proxy = true, .state = ""};
  EXPECT_THAT(net().neighbours(), Contains(proxy));
  net().apply(remove_neighbour_proxy("p0", "10.0.0.7"_ip));
  EXPECT_THAT(net().neighbours(), Not(Contains(proxy)));
}

TEST_F(NeighbourTest, OneThatIsThereOrNotThereIsAnError) {
  net().apply(add_neighbour("p0", "10.0.0.2"_ip, "02:00:00:00:00:02"_mac));
  EXPECT_THAT([&] { net().apply(add_neighbour("p0", "10.0.0.2"_ip, "02:00:00:00:00:02"_mac)); },
              ThrowsError(Step::kNetlink, EEXIST, "netlink add neighbour 10.0.0.2 of link 'p0' in " + to_string(ns())));
  EXPECT_THAT([&] { net().apply(remove_neighbour("p0", "10.0.0.3"_ip)); },
              ThrowsError(Step::kNetlink, ENOENT, "netlink remove neighbour 10.0.0.3 of link 'p0'"));
}

}  // namespace
}  // namespace netlair::test
