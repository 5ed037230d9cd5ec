// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <chrono>

#include <signal.h>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

NETLAIR_TEST(Waiting, ForAServer) {
  auto& server = host().spawn({"python3", "-m", "http.server", "80"}, {.ready = http_answer(80)});
  server.signal(SIGINT);
  EXPECT_THAT(server, Exits(0));  // waits for its end
  EXPECT_THAT(host(), Not(ListensOn(80)));
}

NETLAIR_TEST(Waiting, ForWhatBecomesTrueAndWhatStaysTrue) {
  auto& server = host().spawn({"python3", "-u", "-m", "http.server", "80"});
  EXPECT_THAT(host(), Eventually(ListensOn(80)));                                  // asked again until it does
  EXPECT_THAT(host(), Consistently(Not(ListensOn(443))).during(100ms));            // asked again until the time is over
  EXPECT_THAT([&] { return server.output(); }, Eventually(HasSubstr("Serving")));  // of a callable, what it returns
  EXPECT_THAT(server, Prints("^Serving HTTP on .* port 80"));                      // waits for such a line
}

NETLAIR_TEST(Waiting, ForWhatAProgramSays) {
  const Ready all = all_of({log_line("^up$"), file("/run/server.pid"), written_to(3)});
  auto& server =
      host().spawn({"sh", "-c", "echo $$ >/run/server.pid; echo up; echo >&3; exec sleep 1000"}, {.ready = all});
  server.signal(SIGKILL);
  EXPECT_THAT(server, KilledBy(SIGKILL));
}

NETLAIR_TEST(Waiting, ForWhatHappensNowAndThen) {
  static int runs = 0;
  if (++runs % 2 == 1) NETLAIR_SOMETIMES("a run with an odd number");  // in one of many runs at least
}
// tour: end
