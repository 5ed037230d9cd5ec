// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <netlair/network/sysctl.hpp>

#include <array>
#include <atomic>
#include <string>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LinkTest : public NetworkTest {
 protected:
  static std::vector<std::string> names_in(const NetNs& other) {
    Network network(other);
    return link_names(network);
  }
};

TEST_F(LinkTest, TheLoopbackOfAFreshNamespaceIsDownAndCanBeBroughtUpAndUsed) {
  ASSERT_THAT(link_names(net()), ElementsAre("lo"));
  EXPECT_FALSE(net().link("lo").up);
  net().apply(set_up("lo"));
  EXPECT_TRUE(net().link("lo").up);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(80);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const UniqueFd server = ns().socket(AF_INET, SOCK_STREAM);
  ASSERT_EQ(::bind(server.get(), generic, sizeof address), 0);
  ASSERT_EQ(::listen(server.get(), 1), 0);
  const UniqueFd client = ns().socket(AF_INET, SOCK_STREAM);
  EXPECT_EQ(::connect(client.get(), generic, sizeof address), 0);
}

TEST_F(LinkTest, AVethIsMadeInOneRequestWithAnEndInEachOfTwoNamespacesAndANameOfItsOwnOnEach) {
  const NetNs other = NetNs::create();
  net().apply(add_link("left",
                       Veth{.peer = "right", .peer_ns = other, .peer_mac = "02:00:00:00:00:02"_mac, .peer_mtu = 1400},
                       {.up = true, .mtu = 1300, .mac = "02:00:00:00:00:01"_mac}));
  Network(other).apply(set_up("right"));
  const auto left = link_in(ns(), "left");
  const auto right = link_in(other, "right");
  EXPECT_EQ(left["linkinfo"]["info_kind"], "veth");
  EXPECT_EQ(left["address"], "02:00:00:00:00:01");
  EXPECT_EQ(left["mtu"], 1300);
  EXPECT_THAT(left["flags"].dump(), HasSubstr("LOWER_UP"));
  EXPECT_EQ(right["address"], "02:00:00:00:00:02");
  EXPECT_EQ(right["mtu"], 1400);
  EXPECT_THAT(right["flags"].dump(), HasSubstr("LOWER_UP"));
  EXPECT_THAT(link_names(net()), ElementsAre("lo", "left"));
  EXPECT_THAT(names_in(other), ElementsAre("lo", "right"));
}

TEST_F(LinkTest, BothEndsOfAVethMayHaveTheSameNameInTwoNamespaces) {
  const NetNs other = NetNs::create();
  net().apply(add_link("eth0", Veth{.peer = "eth0", .peer_ns = other}));
  EXPECT_EQ(link_in(other, "eth0")["linkinfo"]["info_kind"], "veth");
}

TEST_F(LinkTest, AVethWhoseNameIsTakenOnEitherSideLeavesNeitherEnd) {
  const NetNs other = NetNs::create();
  Network there(other);
  there.apply(add_link("taken", Bridge{}));
  net().apply(add_link("taken", Bridge{}));
  const std::string where = to_string(ns());
  EXPECT_THAT([&] { net().apply(add_link("free", Veth{.peer = "taken", .peer_ns = other})); },
              ThrowsError(Step::kNetlink, EEXIST, "netlink add veth 'free' with its other end 'taken' in " + where));
  EXPECT_THAT([&] { net().apply(add_link("taken", Veth{.peer = "free", .peer_ns = other})); },
              ThrowsError(Step::kNetlink, EEXIST, "netlink add veth 'taken' with its other end 'free' in " + where));
  EXPECT_THAT(link_names(net()), ElementsAre("lo", "taken"));
  EXPECT_THAT(link_names(there), ElementsAre("lo", "taken"));
}

TEST_F(LinkTest, RemovingOneEndOfAVethRemovesTheOtherAtOnce) {
  const NetNs other = NetNs::create();
  net().apply(add_link("left", Veth{.peer = "right", .peer_ns = other}));
  net().apply(remove_link("left"));
  EXPECT_THAT(link_names(net()), ElementsAre("lo"));
  EXPECT_THAT(names_in(other), ElementsAre("lo"));
}

TEST_F(LinkTest, IsFoundByNameAndByIndexAndOtherwiseIsEmpty) {
  add_pair();
  const Link link = net().link("p0");
  EXPECT_EQ(link.index, link_in(ns(), "p0")["ifindex"]);
  EXPECT_EQ(link.kind, "veth");
  EXPECT_EQ(link.lower, net().link("p1").index);
  EXPECT_EQ(net().find_link(link.index)->name, "p0");
  EXPECT_FALSE(net().find_link("p2"));
  EXPECT_FALSE(net().find_link(99));
  EXPECT_FALSE(net().find_link(net().link("lo").master)) << "0 is none";
  EXPECT_THAT([&] { net().link("p2"); }, ThrowsError(Step::kNetlink, ENODEV, "netlink link 'p2' in NetNs { fd: "));
}

TEST_F(LinkTest, MtuHardwareAddressNameAndStateAreSet) {
  add_pair();
  net().apply(set_link("p0", {.mtu = 1234, .mac = "02:00:00:00:00:09"_mac}));
  net().apply(rename_link("p0", "with.dots"));
  net().apply({set_up("with.dots"), set_up("p1")});
  const auto link = link_in(ns(), "with.dots");
  EXPECT_EQ(link["mtu"], 1234);
  EXPECT_EQ(link["address"], "02:00:00:00:00:09");
  EXPECT_EQ(net().link("with.dots").mtu, 1234U);
  EXPECT_EQ(net().link("with.dots").mac, "02:00:00:00:00:09"_mac);
  EXPECT_TRUE(net().link("with.dots").carrier);
  net().apply(set_down("p1"));
  EXPECT_FALSE(net().link("p1").up);
  EXPECT_FALSE(net().link("with.dots").carrier);
}

TEST_F(LinkTest, BecomesAPortOfABridgeAndLeavesIt) {
  add_pair();
  net().apply({add_link("br0", Bridge{}), set_link("p0", {.master = "br0"})});
  EXPECT_EQ(link_in(ns(), "p0")["master"], "br0");
  EXPECT_EQ(net().link("p0").master, net().link("br0").index);
  net().apply(set_link("p0", {.no_master = true}));
  EXPECT_FALSE(link_in(ns(), "p0").contains("master"));
  EXPECT_THAT([] { return set_link("p0", {.master = "br0", .no_master = true}); },
              ThrowsError(Step::kCheckValue, EINVAL, "one or the other"));
}

TEST_F(LinkTest, MovesToAnotherNamespaceWithANewNameIfAsked) {
  add_pair();
  const NetNs other = NetNs::create();
  net().apply({move_link("p0", other), move_link("p1", other, "renamed")});
  EXPECT_THAT(link_names(net()), ElementsAre("lo"));
  EXPECT_EQ(link_in(other, "p0")["linkinfo"]["info_kind"], "veth");
  EXPECT_EQ(link_in(other, "renamed")["linkinfo"]["info_kind"], "veth");
}

TEST_F(LinkTest, CountsWhatWentThroughIt) {
  net().apply({set_up("lo")});
  const UniqueFd socket = ns().socket(AF_INET, SOCK_DGRAM);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(9);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  // The packet goes to the socket itself. Otherwise the kernel's ICMP error would be counted, a little later.
  ASSERT_EQ(::bind(socket.get(), generic, sizeof address), 0);
  ASSERT_EQ(::sendto(socket.get(), "12345678", 8, 0, generic, sizeof address), 8);
  std::array<char, 8> received{};
  ASSERT_EQ(::recv(socket.get(), received.data(), received.size(), 0), 8);
  const LinkStatistics counted = net().link("lo").statistics;
  EXPECT_EQ(counted.sent_bytes, link_in(ns(), "lo")["stats64"]["tx"]["bytes"]);
  EXPECT_EQ(counted.received_packets, link_in(ns(), "lo")["stats64"]["rx"]["packets"]);
  EXPECT_GE(counted.sent_packets, 1U);
  EXPECT_GE(counted.sent_bytes, 8U + 28U);
}

TEST_F(LinkTest, WhatTheKernelRefusesIsToldInItsWordsWithTheNamespace) {
  const std::string where = to_string(ns());
  EXPECT_THAT([&] { net().apply(set_up("eth7")); },
              ThrowsError(Step::kNetlink, ENODEV, "netlink set link 'eth7' up in " + where));
  EXPECT_THAT([&] { net().apply(remove_link("eth7")); },
              ThrowsError(Step::kNetlink, ENODEV, "netlink remove link 'eth7' in " + where));
  EXPECT_THAT([&] { net().apply(add_link("x", OtherKind{"nonsense"})); },
              ThrowsError(Step::kNetlink, EOPNOTSUPP,
                          "netlink add nonsense 'x' in " + where +
                              ": Unknown device type: Operation not supported [EOPNOTSUPP]; load its module ('modprobe "
                              "nonsense' as root)"));
  EXPECT_THAT([&] { net().apply(add_link("x", Macvlan{.parent = "eth7"})); },
              ThrowsError(Step::kNetlink, ENODEV, "netlink add macvlan 'x' in " + where + ": no link 'eth7'"));
  EXPECT_THAT([&] { net().apply(set_link("lo", {.mtu = 4'000'000'000})); }, ThrowsError(Step::kNetlink, EINVAL, "mtu"));
  EXPECT_THAT(link_names(net()), ElementsAre("lo"));
}

TEST_F(LinkTest, WithoutPrivilegeTheErrorNamesIt) {
  std::string text;
  std::thread([&] {
    drop_every_capability_of_this_thread();
    try {
      net().apply(set_up("lo"));
    } catch (const Error& error) {
      text = error.what();
    }
  }).join();
  EXPECT_THAT(text, HasSubstr("[EPERM]; this needs CAP_NET_ADMIN over the namespace"));
}

TEST_F(LinkTest, AClosedNamespaceIsAnError) {
  NetNs closed = NetNs::create();
  closed.close();
  EXPECT_THAT([&] { Network{closed}; }, ThrowsError(Step::kSetns, EBADF, "setns"));
  EXPECT_THAT([&] { return move_link("p0", closed); },
              ThrowsError(Step::kOpen, EBADF, "a second descriptor of NetNs { fd: -1"));
  EXPECT_THAT([&] { return add_link("p0", Veth{.peer_ns = closed}); },
              ThrowsError(Step::kOpen, EBADF, "a second descriptor of NetNs { fd: -1"));
}

TEST_F(LinkTest, ARequestKeepsTheNamespaceThatItNamesUntilItIsCarriedOut) {
  const NetNs other = NetNs::create();
  const NetNsId id = other.id();
  const auto request = [&] {
    const NetNs handle = other.duplicate();
    return add_link("left", Veth{.peer = "right", .peer_ns = handle});
  }();
  const LinkKind kind = [&] {
    const NetNs handle = other.duplicate();
    return Veth{.peer = "second", .peer_ns = handle};
  }();
  const NetNs takes_the_number_of_the_descriptor = NetNs::create();
  net().apply({request, add_link("another", kind)});
  EXPECT_EQ(other.id(), id);
  EXPECT_THAT(names_in(other), ElementsAre("lo", "right", "second"));
}

TEST_F(LinkTest, WorksOnFromAnyThreadAfterTheHandleIsGone) {
  Network alone = [] { return Network(NetNs::create()); }();
  const NetNsId before = id_here();
  std::thread([&] { alone.apply(set_up("lo")); }).join();
  EXPECT_TRUE(alone.link("lo").up);
  EXPECT_EQ(id_here(), before);
}

// Dumps of several datagrams, while a link is added and removed all the time: dumps are interrupted, and read again.
TEST_F(LinkTest, AListThatIsInterruptedIsReadAgain) {
  for (int i = 0; i < 60; ++i)
    net().apply(add_link("a" + std::to_string(i), Veth{.peer = InterfaceName("b" + std::to_string(i))}));
  std::atomic<bool> done = false;
  std::thread churn([&] {
    Network same(ns());
    for (int i = 0; i < 300; ++i) same.apply({add_link("x", Veth{.peer = "y"}), remove_link("x")});
    done = true;
  });
  std::string failure;
  try {
    do
      if (net().links().size() < 121) failure = "a link was missing";
    while (!done);
  } catch (const Error& error) {
    failure = error.what();
  }
  churn.join();
  EXPECT_EQ(failure, "");
}

}  // namespace
}  // namespace netlair::test
