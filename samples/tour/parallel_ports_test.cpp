// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <string>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it

// Every test has its server on port 8080, also when all run at once (ctest -j), and whatever the machine has there.
class Word : public NetNsTest, public testing::WithParamInterface<std::string> {
 protected:
  static constexpr const char* kServer =
      "import socket, sys\n"
      "s = socket.create_server(('127.0.0.1', 8080))\n"
      "while True: s.accept()[0].sendall(sys.argv[1].encode())\n";

  std::string ask() {
    return host()
        .run({"python3", "-c", "import socket; print(socket.create_connection(('127.0.0.1', 8080)).recv(9))"})
        .out;
  }
};

TEST_P(Word, ComesFromTheServerOfThisTest) {
  host().spawn({"python3", "-c", kServer, GetParam()}, {.ready = listening_tcp(8080)});
  EXPECT_EQ(ask(), "b'" + GetParam() + "'\n");
}
INSTANTIATE_TEST_SUITE_P(Greetings, Word, testing::Values("hello", "welcome", "farewell"));

NETLAIR_TEST(Port8080, IsFreeOnEachHostOfATest) {
  Host& other = add_host("other");
  for (Host* each : {&host(), &other})
    each->spawn({"python3", "-m", "http.server", "8080"}, {.ready = listening_tcp(8080)});
  EXPECT_THAT(host(), CanConnect("127.0.0.1", 8080));
  EXPECT_THAT(other, CanConnect("127.0.0.1", 8080));
}
// tour: end
