// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

// tour: begin
// With netlair::main a plain TEST has a host of its own as well, and need not know of it.
TEST(Plain, FindsEveryPortFree) {
  const netlair::NetNs here = netlair::NetNs::current();
  EXPECT_TRUE(netlair::bound_sockets(here).empty());
}

class Server : public netlair::NetNsTest {
 protected:
  void SetUp() override {
    server_ = &host().spawn({"python3", "-m", "http.server", "80"}, {.ready = netlair::listening_tcp(80)});
  }
  netlair::Process* server_ = nullptr;
};

NETLAIR_TEST_F(Server, RunsOnAThreadOfTheTestsOwn) {
  EXPECT_FALSE(server_->status());
}

TEST_F(Server, RunsOnGoogleTestsThreadWhichReturnsAfterwards) {
  EXPECT_FALSE(server_->status());
}
// tour: end
