// SPDX-License-Identifier: Apache-2.0
// How the kernel's objects print: in the format of ip(8) and tc(8).
#include <netlair/network/address.hpp>
#include <netlair/network/link.hpp>
#include <netlair/network/neighbour.hpp>
#include <netlair/network/qdisc.hpp>
#include <netlair/network/route.hpp>
#include <netlair/network/rule.hpp>

#include <gmock/gmock.h>

#include <chrono>

namespace netlair::test {
namespace {

TEST(PrintTest, ALink) {
  Link link{.index = 3, .name = "eth0", .kind = "veth", .up = true, .carrier = true, .running = true, .mtu = 1500};
  EXPECT_EQ(::testing::PrintToString(link), "3: eth0: veth up mtu 1500");
  link.mac = "02:00:00:00:00:01"_mac;
  link.carrier = false;
  link.master = 7;
  EXPECT_EQ(to_string(link), "3: eth0: veth up no-carrier mtu 1500 address 02:00:00:00:00:01 master 7");
  EXPECT_EQ(::testing::PrintToString(BridgeVlan{.link = "eth0", .id = 5, .pvid = true}), "eth0 vlan 5 pvid");
}

TEST(PrintTest, AnAddress) {
  Address address{.link = "eth0", .prefix = "10.0.0.1/24"_addr};
  EXPECT_EQ(::testing::PrintToString(address), "10.0.0.1/24 dev eth0");
  address.peer = "10.9.9.9"_ip;
  address.valid_for = std::chrono::seconds(60);
  EXPECT_EQ(to_string(address), "10.0.0.1 peer 10.9.9.9/24 dev eth0 valid_lft 60sec");
}

TEST(PrintTest, ANeighbour) {
  const Neighbour permanent{.link = "eth0",
                            .address = "10.0.0.2"_ip,
                            .mac = "02:00:00:00:00:02"_mac,
                            .permanent = true,
                            .proxy = false,
                            .state = "permanent"};
  EXPECT_EQ(::testing::PrintToString(permanent), "10.0.0.2 dev eth0 lladdr 02:00:00:00:00:02 permanent");
}

TEST(PrintTest, ARouteAndARule) {
  EXPECT_EQ(::testing::PrintToString(Route{.via = "fd00::1"_ip, .link = "eth0", .metric = 7}),
            "default via fd00::1 dev eth0 metric 7");
  EXPECT_EQ(to_string(Route{.to = "192.0.2.0/24"_addr, .type = RouteType::kBlackhole, .table = 9}),
            "blackhole 192.0.2.0/24 table 9");
  EXPECT_EQ(::testing::PrintToString(Rule{.priority = 5, .table = 9}), "5: from all lookup 9");
}

TEST(PrintTest, AQdiscAndAClass) {
  const QdiscStatistics statistics{.sent_bytes = 98, .sent_packets = 1, .dropped = 2};
  const Qdisc qdisc{.link = "eth0",
                    .kind = "tbf",
                    .handle = QdiscHandle(0x8001, 0),
                    .parent = QdiscHandle::root(),
                    .statistics = statistics};
  EXPECT_EQ(::testing::PrintToString(qdisc), "tbf 8001: dev eth0 root sent 98 bytes 1 pkt dropped 2 backlog 0b 0p");
  const QdiscClass inner{
      .link = "eth0", .kind = "htb", .id = QdiscHandle(1, 0x10), .parent = QdiscHandle(1, 1), .statistics = statistics};
  EXPECT_EQ(to_string(inner), "htb 1:10 dev eth0 parent 1:1 sent 98 bytes 1 pkt dropped 2 backlog 0b 0p");
}

}  // namespace
}  // namespace netlair::test
