#include <netlair/netlair.hpp>

using netlair::listening_tcp;

NETLAIR_TEST(WebServer, ServesItsDirectoryOnPort80) {
  host().spawn({"python3", "-m", "http.server", "80"}, {.ready = listening_tcp(80)});
  auto& client = host().spawn({"curl", "--silent", "--show-error", "http://127.0.0.1/"});
  EXPECT_TRUE(client.wait().success());
  EXPECT_NE(client.output().find("Directory listing"), std::string::npos);
}

NETLAIR_TEST(WebServer, IsNotThereInTheNextTest) {
  auto& client = host().spawn({"curl", "--silent", "--show-error", "http://127.0.0.1/"});
  EXPECT_FALSE(client.wait().success()) << client.output();
}

NETLAIR_TEST(Network, IsOneLoopbackAndNothingElse) {
  EXPECT_EQ(netlair::Links(host().ns()).list().size(), 1U);
}
