// SPDX-License-Identifier: Apache-2.0
// A project outside of netlair's tree.
#include <netlair/netlair.hpp>

NETLAIR_TEST(Consumer, HasANetworkOfItsOwn) {
  auto& program = host().spawn({"readlink", "/proc/self/ns/net"});
  ASSERT_TRUE(program.wait().success());
  EXPECT_EQ(program.output(), "net:[" + std::to_string(host().ns().id().ino) + "]\n");
}
