// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <netlair/netns/patience.hpp>
#include <netlair/network/tun_tap.hpp>

#include <array>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class TunTapTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (IsSkipped()) return;
    NETLAIR_NEEDS(kTap);
  }

  void send_to(const char* address) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(9);
    ::inet_pton(AF_INET, address, &name.sin_addr);
    const UniqueFd socket = ns().socket(AF_INET, SOCK_DGRAM);
    ASSERT_EQ(::sendto(socket.get(), "hello", 5, 0, reinterpret_cast<const sockaddr*>(&name), sizeof name), 5);
  }
};

using Packet = std::array<unsigned char, 2048>;

// Reads the next IPv4 packet, and skips the kernel's own IPv6 router solicitations.
ssize_t next_v4(const UniqueFd& fd, Packet& packet, std::size_t header) {
  for (int tries = 0; tries < 100; ++tries) {
    pollfd wanted{fd.get(), POLLIN, 0};
    if (::poll(&wanted, 1, static_cast<int>(patience().count())) != 1) return -1;
    const ssize_t size = ::read(fd.get(), packet.data(), packet.size());
    if (size > 0 && packet[header] >> 4U == 4) return size;
  }
  return -1;
}

TEST_F(TunTapTest, WhatIsSentOnATunIsReadFromItsDescriptor) {
  const UniqueFd tun = open_tun(ns(), "tun0");
  net().apply({add_address("tun0", "10.0.0.1/24"_addr), set_up("tun0")});
  EXPECT_EQ(link_in(ns(), "tun0")["linkinfo"]["info_data"]["type"], "tun");
  send_to("10.0.0.2");
  Packet packet{};
  ASSERT_EQ(next_v4(tun, packet, 0), 20 + 8 + 5);
  EXPECT_EQ(std::string(&packet[28], &packet[33]), "hello");
}

TEST_F(TunTapTest, ATapCarriesEthernetFrames) {
  const UniqueFd tap = open_tap(ns(), "tap0");
  net().apply({add_address("tap0", "10.0.0.1/24"_addr), set_up("tap0"),
               add_neighbour("tap0", "10.0.0.2"_ip, "02:00:00:00:00:02"_mac)});
  EXPECT_EQ(link_in(ns(), "tap0")["linkinfo"]["info_data"]["type"], "tap");
  send_to("10.0.0.2");
  Packet frame{};
  ASSERT_EQ(next_v4(tap, frame, 14), 14 + 20 + 8 + 5);
  EXPECT_EQ(frame[0], 0x02);
  EXPECT_EQ(frame[5], 0x02);
}

TEST_F(TunTapTest, GoesWithItsDescriptorUnlessItIsPersistent) {
  open_tap(ns(), "tap0");
  EXPECT_FALSE(net().find_link("tap0"));
  open_tap(ns(), "tap1", {.persistent = true});
  ASSERT_TRUE(net().find_link("tap1"));
  open_tap(ns(), "tap1");
  ASSERT_TRUE(net().find_link("tap1"));
  net().apply(remove_link("tap1"));
}

TEST_F(TunTapTest, OneThatIsOpenAlreadyOrOfAnotherKindIsAnError) {
  const UniqueFd tap = open_tap(ns(), "tap0");
  EXPECT_THAT([&] { open_tap(ns(), "tap0"); },
              ThrowsError(Step::kOpen, EBUSY, "open tap 'tap0' in " + to_string(ns())));
  EXPECT_THAT([&] { open_tun(ns(), "lo"); }, ThrowsError(Step::kOpen, EINVAL, "open tun 'lo' in " + to_string(ns())));
}

class SocketTest : public NetworkTest {};

TEST_F(SocketTest, TellsWhoseItIs) {
  const UniqueFd inside = ns().socket(AF_INET, SOCK_DGRAM);
  EXPECT_EQ(NetNs::of_socket(inside.get()).id(), ns().id());
  EXPECT_NE(NetNs::of_socket(inside.get()).id(), id_here());
}

TEST_F(SocketTest, WhatIsNoSocketIsAnError) {
  const UniqueFd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_THAT([&] { NetNs::of_socket(file.get()); },
              ThrowsError(Step::kSocket, ENOTTY, "descriptor " + std::to_string(file.get())));
  EXPECT_THAT([&] { NetNs::of_socket(-1); }, ThrowsError(Step::kSocket, EBADF, "descriptor -1"));
}

}  // namespace
}  // namespace netlair::test
