// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

// tour: begin
NETLAIR_TEST(ReadingAFailure, OfAServerThatIsNotWhereTheClientLooks) {
  netlair::Host& server = add_host("server");
  connect(host(), "10.0.0.1/24", server, "10.0.0.2/24");
  server.spawn({"python3", "-u", "-m", "http.server", "8080"}, {.ready = netlair::listening_tcp(8080)});
  auto& client = host().spawn({"curl", "-sS", "--noproxy", "*", "http://10.0.0.2:80/"});
  EXPECT_EQ(client.wait(), 0);
}
// tour: end
