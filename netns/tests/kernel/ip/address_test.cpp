// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <chrono>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using std::chrono::seconds;

class AddressTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (!IsSkipped()) add_pair();
  }

  /// What ip(8) shows for `address` of "p0".
  nlohmann::json shown(const std::string& address) {
    // For links that it leaves out, ip(8) prints empty objects.
    for (const auto& link : json_in(ns(), "ip -j -d address show dev p0"))
      for (const auto& each : link.value("addr_info", nlohmann::json::array()))
        if (each["local"] == address) return each;
    return nullptr;
  }
  Address listed(const std::string& text) {
    for (const Address& each : net().addresses())
      if (each.prefix == IpPrefix::parse(text)) return each;
    throw std::runtime_error(text + " is not listed");
  }
};

bool can_bind_v6(const NetNs& ns, const char* address) {
  sockaddr_in6 name{};
  name.sin6_family = AF_INET6;
  ::inet_pton(AF_INET6, address, &name.sin6_addr);
  return ::bind(ns.socket(AF_INET6, SOCK_DGRAM).get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
}

TEST_F(AddressTest, OfBothFamiliesAreAddedListedAndRemoved) {
  NETLAIR_NEEDS(kIpv6);
  net().apply({add_address("p0", "10.0.0.1/24"_addr), add_address("p0", "fd00::1/64"_addr)});
  EXPECT_EQ(shown("10.0.0.1")["prefixlen"], 24);
  EXPECT_EQ(shown("fd00::1")["prefixlen"], 64);
  EXPECT_EQ(listed("10.0.0.1/24").link, "p0");
  EXPECT_FALSE(listed("10.0.0.1/24").peer);
  EXPECT_FALSE(listed("fd00::1/64").valid_for);
  net().apply({remove_address("p0", "10.0.0.1/24"_addr), remove_address("p0", "fd00::1/64"_addr)});
  EXPECT_EQ(shown("10.0.0.1"), nullptr);
  EXPECT_EQ(shown("fd00::1"), nullptr);
}

TEST_F(AddressTest, OneOfTheLoopbackIsNotForOthers) {
  net().apply({add_address("p0", "127.0.0.2/8"_addr), add_address("p0", "10.0.0.1/24"_addr)});
  EXPECT_EQ(shown("127.0.0.2")["scope"], "host");
  EXPECT_EQ(shown("10.0.0.1")["scope"], "global");
}

TEST_F(AddressTest, PeerBroadcastAndLabelAreSet) {
  net().apply(
      add_address("p0", "10.0.0.1/32"_addr, {.peer = "10.9.9.9"_ip, .broadcast = "10.0.0.255"_ip, .label = "p0:home"}));
  const auto address = shown("10.0.0.1");
  EXPECT_EQ(address["address"], "10.9.9.9");
  EXPECT_EQ(address["broadcast"], "10.0.0.255");
  EXPECT_EQ(address["label"], "p0:home");
  const Address own = listed("10.0.0.1/32");
  EXPECT_EQ(own.peer, "10.9.9.9"_ip);
  EXPECT_EQ(own.broadcast, "10.0.0.255"_ip);
  EXPECT_EQ(own.label, "p0:home");
  net().apply(remove_address("p0", "10.0.0.1/32"_addr, "10.9.9.9"_ip));
  EXPECT_EQ(shown("10.0.0.1"), nullptr);
}

TEST_F(AddressTest, AnIpv6PeerIsSet) {
  NETLAIR_NEEDS(kIpv6);
  net().apply(add_address("p0", "fd00::1/128"_addr, {.peer = "fd00::9"_ip}));
  EXPECT_EQ(shown("fd00::1")["address"], "fd00::9");
  EXPECT_EQ(listed("fd00::1/128").peer, "fd00::9"_ip);
}

TEST_F(AddressTest, AnIpv6AddressCanBeBoundAtOnce) {
  NETLAIR_NEEDS(kIpv6);
  net().apply({set_up("p0"), set_up("p1"), add_address("p0", "fd00::1/64"_addr)});
  EXPECT_TRUE(can_bind_v6(ns(), "fd00::1"));
  EXPECT_FALSE(listed("fd00::1/64").tentative);
}

// The link is down. On a link that is up, the kernel finishes duplicate address detection after a second or two.
TEST_F(AddressTest, AnIpv6AddressThatDuplicatesAreLookedForIsTentativeUntilThen) {
  NETLAIR_NEEDS(kIpv6);
  net().apply({add_address("p0", "fd00::1/64"_addr), add_address("p0", "fd00::2/64"_addr, {.nodad = false})});
  EXPECT_TRUE(can_bind_v6(ns(), "fd00::1"));
  EXPECT_FALSE(listed("fd00::1/64").tentative);
  EXPECT_FALSE(can_bind_v6(ns(), "fd00::2"));
  EXPECT_TRUE(listed("fd00::2/64").tentative);
}

TEST_F(AddressTest, OneMayComeWithoutARouteToItsNetwork) {
  net().apply({set_up("p0"), set_up("p1"), add_address("p0", "10.0.0.1/24"_addr, {.no_prefix_route = true}),
               add_address("p0", "10.1.0.1/24"_addr)});
  EXPECT_EQ(shown("10.0.0.1")["noprefixroute"], true);
  EXPECT_TRUE(listed("10.0.0.1/24").no_prefix_route);
  EXPECT_FALSE(listed("10.1.0.1/24").no_prefix_route);
  EXPECT_EQ(to_string(listed("10.0.0.1/24")), "10.0.0.1/24 dev p0 noprefixroute");
  EXPECT_THAT(command_in(ns(), "ip route show").output, ::testing::Not(::testing::HasSubstr("10.0.0.0/24")));
}

TEST_F(AddressTest, LifetimesAreSetAndChanged) {
  NETLAIR_NEEDS(kIpv6);
  net().apply(add_address("p0", "fd00::1/64"_addr, {.valid_for = seconds(30000), .preferred_for = seconds(20000)}));
  EXPECT_GT(shown("fd00::1")["valid_life_time"], 26000);
  EXPECT_LE(shown("fd00::1")["valid_life_time"], 30000);
  EXPECT_LE(shown("fd00::1")["preferred_life_time"], 20000);
  EXPECT_GT(*listed("fd00::1/64").preferred_for, seconds(16000));
  net().apply(replace_address("p0", "fd00::1/64"_addr, {.valid_for = seconds(90000)}));
  EXPECT_GT(shown("fd00::1")["valid_life_time"], 86000);
  EXPECT_GT(*listed("fd00::1/64").preferred_for, seconds(86000));
  EXPECT_THAT(
      [] { return add_address("p0", "fd00::1/64"_addr, {.valid_for = seconds(1), .preferred_for = seconds(2)}); },
      ThrowsError(Step::kCheckValue, EINVAL, "check address preferred_for '2s'"));
}

TEST_F(AddressTest, OneThatIsThereAlreadyOrNotThereIsAnError) {
  net().apply(add_address("p0", "10.0.0.1/24"_addr));
  const auto again = [&] { net().apply(add_address("p0", "10.0.0.1/24"_addr)); };
  EXPECT_THAT(
      again, ThrowsError(Step::kNetlink, EEXIST, "netlink add address 10.0.0.1/24 of link 'p0' in " + to_string(ns())));
  EXPECT_THAT(again, ThrowsError(Step::kNetlink, EEXIST, "[EEXIST]; the link has that address already: "));
  EXPECT_THAT([&] { net().apply(remove_address("p0", "10.0.0.1/16"_addr)); },
              ThrowsError(Step::kNetlink, EADDRNOTAVAIL, "netlink remove address 10.0.0.1/16 of link 'p0'"));
  EXPECT_THAT([&] { net().apply(add_address("p7", "10.0.0.1/24"_addr)); },
              ThrowsError(Step::kNetlink, ENODEV, "of link 'p7' in " + to_string(ns()) + ": no link 'p7'"));
  net().apply(replace_address("p0", "10.0.0.1/24"_addr));
}

TEST_F(AddressTest, OptionsThatContradictEachOtherAreRefusedByName) {
  EXPECT_THAT([] { return add_address("p0", "10.0.0.1/24"_addr, {.peer = "fd00::1"_ip}); },
              ThrowsError(Step::kCheckValue, EINVAL, "address peer 'fd00::1'"));
  EXPECT_THAT([] { return add_address("p0", "fd00::1/64"_addr, {.broadcast = "10.0.0.1"_ip}); },
              ThrowsError(Step::kCheckValue, EINVAL, "address broadcast '10.0.0.1'"));
  EXPECT_THAT([] { return add_address("p0", "fd00::1/64"_addr, {.label = "p0:x"}); },
              ThrowsError(Step::kCheckValue, EINVAL, "address label 'p0:x'"));
  EXPECT_THAT([] { return add_address("p0", "10.0.0.1/24"_addr, {.label = "sixteen-bytes-xx"}); },
              ThrowsError(Step::kCheckValue, EINVAL, "address label 'sixteen-bytes-xx'"));
  EXPECT_THAT([] { return add_address("p0", "10.0.0.1/24"_addr, {.valid_for = seconds(-1)}); },
              ThrowsError(Step::kCheckValue, EINVAL, "address valid_for '-1s'"));
  EXPECT_THAT([] { return add_address("p0", "10.0.0.1/24"_addr, {.valid_for = seconds::max()}); },
              ThrowsError(Step::kCheckValue, EINVAL, "address valid_for '9223372036854775807s'"));
}

}  // namespace
}  // namespace netlair::test
