// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <netlair/network/bound_socket.hpp>

#include <cerrno>
#include <cstdint>
#include <sstream>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BoundSocketTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (!IsSkipped()) net().apply(set_up("lo"));
  }

  UniqueFd v4(int type, const char* address, std::uint16_t port) {
    UniqueFd socket = ns().socket(AF_INET, type);
    sockaddr_in local{};
    local.sin_family = AF_INET;
    local.sin_port = htons(port);
    EXPECT_EQ(::inet_pton(AF_INET, address, &local.sin_addr), 1);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&local), sizeof local), 0);
    return socket;
  }
  UniqueFd v6(int type, const char* address, std::uint16_t port) {
    UniqueFd socket = ns().socket(AF_INET6, type);
    const int only = 1;
    EXPECT_EQ(::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only), 0);
    sockaddr_in6 local{};
    local.sin6_family = AF_INET6;
    local.sin6_port = htons(port);
    EXPECT_EQ(::inet_pton(AF_INET6, address, &local.sin6_addr), 1);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&local), sizeof local), 0);
    return socket;
  }
  std::vector<std::string> printed() {
    std::vector<std::string> texts;
    for (const auto& socket : bound_sockets(ns())) texts.push_back(to_string(socket));
    return texts;
  }
};

TEST_F(BoundSocketTest, ThereAreNoneInANewNamespace) {
  EXPECT_THAT(bound_sockets(ns()), IsEmpty());
}

TEST_F(BoundSocketTest, TcpCountsOnceItListensUdpOnceItIsBound) {
  const UniqueFd tcp = v4(SOCK_STREAM, "127.0.0.1", 80);
  const UniqueFd tcp6 = v6(SOCK_STREAM, "::", 80);
  const UniqueFd udp = v4(SOCK_DGRAM, "0.0.0.0", 53);
  const UniqueFd udp6 = v6(SOCK_DGRAM, "::1", 65535);
  EXPECT_THAT(printed(), ElementsAre("udp 0.0.0.0:53", "udp [::1]:65535"));
  ASSERT_EQ(::listen(tcp.get(), 1), 0);
  ASSERT_EQ(::listen(tcp6.get(), 1), 0);
  EXPECT_THAT(printed(), ElementsAre("tcp 127.0.0.1:80", "tcp [::]:80", "udp 0.0.0.0:53", "udp [::1]:65535"));
}

// Every byte is in its place, even if the 32-bit words of an address differ.
TEST_F(BoundSocketTest, AnAddressIsReadByteByByte) {
  net().apply({add_address("lo", "10.1.2.3/32"_addr), add_address("lo", "2001:db8:1:2:3:4:5:6/128"_addr)});
  const UniqueFd udp = v4(SOCK_DGRAM, "10.1.2.3", 1234);
  const UniqueFd udp6 = v6(SOCK_DGRAM, "2001:db8:1:2:3:4:5:6", 1234);
  EXPECT_THAT(bound_sockets(ns()), ElementsAre(BoundSocket{Protocol::kUdp, "10.1.2.3"_ip, 1234},
                                               BoundSocket{Protocol::kUdp, "2001:db8:1:2:3:4:5:6"_ip, 1234}));
}

TEST_F(BoundSocketTest, AConnectionIsNoneOfThem) {
  const UniqueFd server = v4(SOCK_DGRAM, "127.0.0.1", 53);
  const UniqueFd client = v4(SOCK_DGRAM, "127.0.0.1", 54);
  sockaddr_in remote{};
  socklen_t size = sizeof remote;
  ASSERT_EQ(::getsockname(server.get(), reinterpret_cast<sockaddr*>(&remote), &size), 0);
  ASSERT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&remote), size), 0);
  EXPECT_THAT(printed(), ElementsAre("udp 127.0.0.1:53"));
}

TEST_F(BoundSocketTest, ThoseOfAnotherNamespaceAreNotSeen) {
  const UniqueFd udp = v4(SOCK_DGRAM, "0.0.0.0", 53);
  EXPECT_THAT(bound_sockets(NetNs::create()), IsEmpty());
}

// The list is longer than one read(2) can return.
TEST_F(BoundSocketTest, ALongListIsReadToItsEnd) {
  std::vector<UniqueFd> sockets;
  for (std::uint16_t port = 1; port <= 300; ++port) sockets.push_back(v4(SOCK_DGRAM, "127.0.0.1", port));
  const auto found = bound_sockets(ns());
  ASSERT_EQ(found.size(), 300U);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].port, i + 1);
}

TEST_F(BoundSocketTest, WhereProcCannotBeReadTheErrorNamesTheFile) {
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "mounts");
    require(ns().run([] { return 0; }) == 0, "the thread does not know where it is");
    require(::mount("tmpfs", "/proc", "tmpfs", 0, nullptr) == 0, "tmpfs");
    try {
      bound_sockets(ns());
    } catch (const Error& error) {
      require(error.step() == Step::kOpen && error.error_number() == ENOENT &&
                  error.object() == "/proc/thread-self/net/tcp",
              error.what());
      return;
    }
    throw std::runtime_error("it should have thrown");
  });
}

}  // namespace
}  // namespace netlair::test
