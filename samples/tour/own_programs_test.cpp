// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <signal.h>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it

// GREETER is the path of a program of the same build, from CMakeLists.txt.
class Greeter : public NetNsTest {
 protected:
  Process& start_greeter() { return host().spawn({GREETER, "7000"}, {.ready = listening_tcp(7000)}); }

  std::string ask() {
    return host()
        .run({"python3", "-c", "import socket; print(socket.create_connection(('127.0.0.1', 7000)).recv(9))"})
        .out;
  }
};

NETLAIR_TEST_F(Greeter, GreetsWhoeverConnects) {
  const Process& greeter = start_greeter();
  EXPECT_EQ(ask(), "b'hello\\n'\n");
  EXPECT_THAT(greeter, Prints("^greeted somebody$"));
}

NETLAIR_TEST_F(Greeter, SaysWhyItCannotListen) {
  start_greeter();
  Process& second = host().spawn({GREETER, "7000"});
  EXPECT_THAT(second, Exits(1));
  EXPECT_THAT(second, Prints("Address already in use"));
}

NETLAIR_TEST_F(Greeter, CanBeStartedAgainAfterACrash) {
  Process& greeter = start_greeter();
  greeter.signal(SIGKILL);
  EXPECT_THAT(greeter, KilledBy(SIGKILL));
  start_greeter();
  EXPECT_EQ(ask(), "b'hello\\n'\n");
}
// tour: end
