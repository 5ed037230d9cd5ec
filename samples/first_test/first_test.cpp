#include <netlair/netlair.hpp>

using netlair::listening_tcp;

NETLAIR_TEST(WebServer, AnswersOnPort80) {
  host().spawn({"python3", "-m", "http.server", "80"}, {.ready = listening_tcp(80)});
  auto& client = host().spawn({"curl", "-sS", "--noproxy", "*", "http://127.0.0.1/"});
  EXPECT_TRUE(client.wait().success());
  EXPECT_NE(client.output().find("Directory listing"), std::string::npos);
}  // the server is gone here, whatever happened above

NETLAIR_TEST(WebServer, IsNotThereInTheNextTest) {
  auto& client = host().spawn({"curl", "-sS", "--noproxy", "*", "http://127.0.0.1/"});
  EXPECT_FALSE(client.wait().success());
}

NETLAIR_TEST(Network, IsALoopbackAndNothingElse) {
  EXPECT_EQ(netlair::Network(host().ns()).links().front().name, "lo");
}
