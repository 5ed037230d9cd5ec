// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it
using testing::AllOf;
using testing::Not;

class Office : public NetNsTest {
 protected:
  Host& client = add_host("client");
  Host& server = add_host("server");

  void SetUp() override {
    connect(client, {"10.0.0.1/24", "fd00::1/64"}, server, {"10.0.0.2/24", "fd00::2/64"});
    client.hosts().add("10.0.0.2", "server");
    server.spawn({"python3", "-m", "http.server", "80"}, {.ready = listening_tcp(80)});
  }
};

NETLAIR_TEST_F(Office, IsConnected) {
  EXPECT_THAT(client, AllOf(HasLink("eth0", IsUp()), HasAddress("10.0.0.1/24").dev("eth0")));
  EXPECT_THAT(client, HasRoute("10.0.0.0/24").dev("eth0"));
  EXPECT_THAT(client, Not(HasRoute("default")));
  EXPECT_THAT(client, AllOf(Reaches("10.0.0.2"), Reaches("fd00::2")));  // one ICMP echo each, without a program
  EXPECT_THAT(client, HasNeighbour("10.0.0.2").dev("eth0"));
}

NETLAIR_TEST_F(Office, HasAServer) {
  EXPECT_THAT(server, AllOf(ListensOn(80), Not(ListensOn(53).udp())));
  EXPECT_THAT(client, Resolves("server").to("10.0.0.2"));
  EXPECT_THAT(client, CanConnect("server", 80));
  EXPECT_THAT(client, Not(CanConnect("server", 443)));
  EXPECT_THAT(client.spawn({"curl", "-sS", "--noproxy", "*", "http://server/"}),
              AllOf(Exits(0), Prints("listing for /")));
}
// tour: end
