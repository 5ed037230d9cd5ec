// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it
using testing::Not;

class NameServer : public NetNsTest {
 protected:
  Host& resolver = add_host("resolver");

  void SetUp() override {
    NETLAIR_NEEDS_PROGRAM("dnsmasq");
    connect(host(), "10.0.0.1/24", resolver, "10.0.0.2/24");
    resolver.spawn({"dnsmasq", "--no-daemon", "--no-resolv", "--no-hosts", "--local=/test/",
                    "--address=/db.test/10.1.1.1", "--pid-file=/run/dnsmasq.pid"},
                   {.ready = listening_udp(53)});
    host().resolver().add_server("10.0.0.2");  // in the host's own /etc/resolv.conf
  }
};

NETLAIR_TEST_F(NameServer, AnswersForItsDomain) {
  EXPECT_THAT(host(), Resolves("db.test").to("10.1.1.1"));
  EXPECT_THAT(host(), Not(Resolves("other.test")));
  EXPECT_EQ(host().run({"getent", "ahostsv4", "db.test"}).out.substr(0, 8), "10.1.1.1");  // a program's view
}
// tour: end
