// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

// tour: begin
class TwoHosts : public netlair::NetNsTest {
 protected:
  netlair::Host& left = add_host("left");
  netlair::Host& right = add_host("right");

  void SetUp() override {
    connect(left, "10.0.0.1/24", right, "10.0.0.2/24");
    left.hosts().add("10.0.0.2", "right");
  }
};

NETLAIR_TEST_F(TwoHosts, ReachEachOther) {
  EXPECT_EQ(left.spawn({"ping", "-c", "1", "-W", "60", "right"}).wait(), 0);
}

NETLAIR_TEST_F(TwoHosts, ServeEachOther) {
  right.spawn({"python3", "-m", "http.server", "80"}, {.ready = netlair::listening_tcp(80)});
  auto& client = left.spawn({"curl", "-sS", "--noproxy", "*", "http://right/"});
  EXPECT_EQ(client.wait(), 0);
  EXPECT_NE(client.output().find("Directory listing"), std::string::npos);
}

NETLAIR_TEST_F(TwoHosts, AreCutOffWhenTheLinkIsDown) {
  right.network().apply(netlair::set_down("eth0"));
  left.run([&] {  // in left's namespaces, on this thread
    EXPECT_FALSE(left.network().link("eth0").carrier);
  });
}
// tour: end
