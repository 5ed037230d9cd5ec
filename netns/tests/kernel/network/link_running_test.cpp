// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <chrono>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

class LinkRunningTest : public NetworkTest {};

// The end that was up first gets its qdisc a moment after its peer is up, in whatever namespace the peer is.
TEST_F(LinkRunningTest, IsWaitedForUntilPacketsGetThrough) {
  const NetNs other = NetNs::create();
  Network there(other);
  net().apply(add_link("left", Veth{.peer = "right", .peer_ns = other}, {.up = true}));
  EXPECT_THAT([&] { net().wait_until_running("left", std::chrono::milliseconds(20)); },
              ThrowsError(Step::kNetlink, ETIMEDOUT, "[ETIMEDOUT]; the interface at its other end is not up"));
  EXPECT_THAT([&] { there.wait_until_running("right", std::chrono::milliseconds(20)); },
              ThrowsError(Step::kNetlink, ETIMEDOUT, "link 'right' is running in " + to_string(other)));
  there.apply(set_up("right"));
  net().wait_until_running("left");
  EXPECT_TRUE(net().link("left").running);
  net().apply(set_up("lo"));
  net().wait_until_running("lo");
  EXPECT_THAT([&] { net().wait_until_running("none"); }, ThrowsError(Step::kNetlink, ENODEV, "none"));
}

TEST_F(LinkRunningTest, IsWaitedForAsLongAsThereIs) {
  const NetNs other = NetNs::create();
  net().apply(add_link("left", Veth{.peer = "right", .peer_ns = other}, {.up = true}));
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    Network(other).apply(set_up("right"));
  });
  EXPECT_NO_THROW(net().wait_until_running("left", std::chrono::milliseconds::max()));
  later.join();
}

// Each round uses a new pair: a packet that is sent too early is lost.
TEST_F(LinkRunningTest, TheFirstPacketGetsThroughOnceItIsRunning) {
  const NetNs other = NetNs::create();
  Network there(other);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  ASSERT_EQ(::inet_pton(AF_INET, "10.0.0.2", &address.sin_addr), 1);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  sockaddr_in any = address;
  any.sin_addr.s_addr = INADDR_ANY;
  const UniqueFd receiver = other.socket(AF_INET, SOCK_DGRAM);
  ASSERT_EQ(::bind(receiver.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any), 0);
  const UniqueFd sender = ns().socket(AF_INET, SOCK_DGRAM);
  for (int round = 0; round < 20; ++round) {
    net().apply(
        {add_link("left", Veth{.peer = "right", .peer_ns = other, .peer_mac = "02:00:00:00:00:02"_mac}, {.up = true}),
         add_address("left", "10.0.0.1/24"_addr), add_neighbour("left", "10.0.0.2"_ip, "02:00:00:00:00:02"_mac)});
    there.apply({add_address("right", "10.0.0.2/24"_addr), set_up("right")});
    net().wait_until_running("left");
    ASSERT_EQ(::sendto(sender.get(), "x", 1, 0, generic, sizeof address), 1);
    pollfd wanted{receiver.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&wanted, 1, static_cast<int>(patience().count())), 1) << "in round " << round;
    char received = 0;
    ASSERT_EQ(::recv(receiver.get(), &received, 1, 0), 1);
    net().apply(remove_link("left"));
  }
}

}  // namespace
}  // namespace netlair::test
