// SPDX-License-Identifier: Apache-2.0
// Waiting for duplicate address detection (RFC 4862, 5.4).
#include "network_test.hpp"

#include <chrono>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using std::chrono::milliseconds;

/// Link "p0" has its peer "p1" in another namespace; both are down.
class UsableAddressTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (IsSkipped()) return;
    if (!support(Feature::kIpv6)) GTEST_SKIP() << "this test needs kIpv6";
    other_.emplace(NetNs::create());
    other_net_.emplace(*other_);
    net().apply(add_link("p0", Veth{.peer = "p1", .peer_ns = *other_}));
  }
  void TearDown() override {
    other_net_.reset();
    other_.reset();
    NetworkTest::TearDown();
  }
  Network& other() { return *other_net_; }

  /// True if a socket can be bound to `address` without IP_FREEBIND.
  bool can_bind(const IpAddress& address) {
    sockaddr_in6 name{};
    name.sin6_family = AF_INET6;
    std::copy(address.bytes().begin(), address.bytes().end(), static_cast<std::uint8_t*>(name.sin6_addr.s6_addr));
    name.sin6_scope_id = static_cast<std::uint32_t>(net().link("p0").index);
    const UniqueFd socket = ns().socket(AF_INET6, SOCK_DGRAM);
    return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0;
  }

 private:
  std::optional<NetNs> other_;
  std::optional<Network> other_net_;
};

TEST_F(UsableAddressTest, TheLinkLocalAddressCanBeBoundWhenItHasBeenWaitedFor) {
  net().apply(set_up("p0"));
  other().apply(set_up("p1"));
  const Address address = net().wait_for_link_local("p0");
  EXPECT_EQ(address.link, "p0");
  EXPECT_THAT(address.prefix.str(), ::testing::StartsWith("fe80::"));
  EXPECT_FALSE(address.tentative);
  EXPECT_TRUE(can_bind(address.prefix.address()));
}

TEST_F(UsableAddressTest, AnAddressThatDuplicatesAreLookedForIsWaitedFor) {
  net().apply({set_up("p0"), add_address("p0", "fd00::1/64"_addr, {.nodad = false})});
  other().apply(set_up("p1"));
  EXPECT_EQ(net().wait_until_usable("p0", "fd00::1").prefix, "fd00::1/64"_addr);
  EXPECT_TRUE(can_bind("fd00::1"));
}

TEST_F(UsableAddressTest, OneOfIpv4IsThereAtOnce) {
  net().apply(add_address("p0", "10.0.0.1/24"_addr));
  EXPECT_EQ(net().wait_until_usable("p0", "10.0.0.1", milliseconds(0)).link, "p0");
}

TEST_F(UsableAddressTest, OneThatAnotherHostHasIsAnErrorAtOnce) {
  other().apply({set_up("p1"), add_address("p1", "fd00::1/64"_addr)});
  net().apply({set_up("p0"), add_address("p0", "fd00::1/64"_addr, {.nodad = false})});
  EXPECT_THAT([&] { net().wait_until_usable("p0", "fd00::1"); },
              ThrowsError(Step::kNetlink, EADDRINUSE, "fd00::1/64 dev p0 dadfailed tentative"));
}

TEST_F(UsableAddressTest, WhatThereIsInsteadIsTold) {
  net().apply(add_address("p0", "fd00::1/64"_addr, {.nodad = false}));
  const auto wait = [&](const IpAddress& address) {
    return [&, address] { net().wait_until_usable("p0", address, milliseconds(1)); };
  };
  EXPECT_THAT(wait("fd00::1"),
              ThrowsError(Step::kNetlink, ETIMEDOUT, "; fd00::1/64 dev p0 tentative; the link is down"));
  EXPECT_THAT(wait("fd00::2"), ThrowsError(Step::kNetlink, ETIMEDOUT, "; it has no such address; the link is down"));
  net().apply(set_up("p0"));
  EXPECT_THAT(wait("fd00::2"), ThrowsError(Step::kNetlink, ETIMEDOUT, "; there is nothing up at the link's other end"));
  EXPECT_THAT([&] { net().wait_for_link_local("p0", milliseconds(1)); },
              ThrowsError(Step::kNetlink, ETIMEDOUT,
                          "wait until a link-local address of link 'p0' is usable in " + to_string(ns())));
  EXPECT_THAT([&] { net().wait_for_link_local("p7"); }, ThrowsError(Step::kNetlink, ENODEV, "link 'p7'"));
  net().apply({add_alternative_name("p0", AlternativeName("uplink")), add_address("p0", "10.0.0.1/24"_addr)});
  EXPECT_EQ(net().wait_until_usable("uplink", "10.0.0.1", milliseconds(0)).link, "p0");
}

}  // namespace
}  // namespace netlair::test
