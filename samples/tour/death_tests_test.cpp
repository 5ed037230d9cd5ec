// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <netinet/in.h>
#include <sys/socket.h>

// tour: begin
using testing::ExitedWithCode;

namespace {

int listen_or_exit(std::uint16_t port) {  // the code under test
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::listen(socket, 5) == 0)
    return socket;
  std::perror("port");
  std::exit(1);
}

}  // namespace

// "fast", GoogleTest's default: the child is a fork of the test, in the test's network.
NETLAIR_TEST(FastDeathTest, TheServerIsInTheWay) {
  const netlair::UniqueFd server(listen_or_exit(80));
  EXPECT_EXIT(listen_or_exit(80), ExitedWithCode(1), "port: Address already in use");
}

// "threadsafe": the program is started once more, and comes to this line by running the test from its beginning, on a
// host below the test's. So it has to be in its own way.
NETLAIR_TEST(ThreadsafeDeathTest, TheServerIsInTheWay) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        listen_or_exit(80);
        listen_or_exit(80);
      },
      ExitedWithCode(1), "port: Address already in use");
}
// tour: end
