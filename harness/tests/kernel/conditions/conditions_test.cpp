// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <chrono>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ReadyTest : public NetNsTest {
 protected:
  // Bound to the loopback, IPv4 or IPv6.
  UniqueFd bound(int family, int type, std::uint16_t port) {
    UniqueFd socket = host().ns().socket(family, type);
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    v6.sin6_addr = in6addr_loopback;
    const auto* address =
        family == AF_INET ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
    EXPECT_EQ(::bind(socket.get(), address, family == AF_INET ? sizeof v4 : sizeof v6), 0);
    return socket;
  }
  static std::vector<int> families() {
    return support(Feature::kIpv6) ? std::vector<int>{AF_INET, AF_INET6} : std::vector<int>{AF_INET};
  }
  bool holds(const Ready& ready) { return ready.holds(host().ns()); }
};

NETLAIR_TEST_F(ReadyTest, ATcpPortIsListenedOnFromListenOn) {
  for (const int family : families()) {
    const UniqueFd server = bound(family, SOCK_STREAM, 80);
    EXPECT_FALSE(holds(listening_tcp(80))) << "bound only";
    ASSERT_EQ(::listen(server.get(), 1), 0);
    EXPECT_TRUE(holds(listening_tcp(80)));
    EXPECT_FALSE(holds(listening_tcp(81)));
    EXPECT_FALSE(holds(listening_udp(80)));
  }
  EXPECT_FALSE(holds(listening_tcp(80))) << "closed again";
}

NETLAIR_TEST_F(ReadyTest, AUdpPortIsListenedOnFromBindOn) {
  for (const int family : families()) {
    EXPECT_FALSE(holds(listening_udp(53)));
    const UniqueFd server = bound(family, SOCK_DGRAM, 53);
    EXPECT_TRUE(holds(listening_udp(53)));
    EXPECT_FALSE(holds(listening_tcp(53)));
  }
}

NETLAIR_TEST_F(ReadyTest, AUdpPortThatIsConnectedIsBoundAsWell) {
  const UniqueFd server = bound(AF_INET, SOCK_DGRAM, 53);
  sockaddr_in peer{};
  peer.sin_family = AF_INET;
  peer.sin_port = htons(54);
  peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(server.get(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer), 0);
  EXPECT_TRUE(holds(listening_udp(53)));
}

NETLAIR_TEST_F(ReadyTest, APortOfAnotherHostDoesNotCount) {
  const UniqueFd server = bound(AF_INET, SOCK_DGRAM, 53);
  const Host other;
  EXPECT_FALSE(listening_udp(53).holds(other.ns()));
}

NETLAIR_TEST_F(ReadyTest, AProgramThatEndsBeforeItIsReadyIsToldWithItsOutput) {
  const Error error = error_of([&] {
    host().spawn({"sh", "-c", "echo no configuration; exit 3"}, {.ready = listening_tcp(80), .ready_within = 1h});
  });
  EXPECT_EQ(error.step(), Step::kReady);
  EXPECT_EQ(error.error_number(), ESRCH);
  EXPECT_THAT(error.what(), HasSubstr("exit 3': it exited with status 3 and is not listening on TCP port 80; nothing "
                                      "is bound there; the end of its output:\n  | no configuration"));
}

NETLAIR_TEST_F(ReadyTest, AProgramThatEndsWellAndLeavesNobodyIsNotWaitedFor) {
  const Error error =
      error_of([&] { Process(Host().ns(), {"true"}, {.ready = listening_tcp(80), .ready_within = 1h}); });
  EXPECT_THAT(error.what(), HasSubstr("'true': it exited with status 0 and is not listening on TCP port 80"));
}

NETLAIR_TEST_F(ReadyTest, APortThatIsTakenAlreadyIsToldBeforeTheProgramStarts) {
  const UniqueFd server = bound(AF_INET, SOCK_STREAM, 80);
  ASSERT_EQ(::listen(server.get(), 1), 0);
  MarkerFile marker;
  const Error error = error_of([&] { host().spawn({"touch", marker.path()}, {.ready = listening_tcp(80)}); });
  EXPECT_EQ(error.step(), Step::kReady);
  EXPECT_EQ(error.error_number(), EADDRINUSE);
  EXPECT_THAT(error.what(), HasSubstr("': something is listening on TCP port 80 already; it would be taken for"));
  EXPECT_FALSE(marker.exists());
}

NETLAIR_TEST_F(ReadyTest, AProgramThatPutsItselfIntoTheBackgroundMayGetReadyThen) {
  MarkerFile ready;
  // The background waits until the foreground has ended and been reaped.
  const std::string background = "while kill -0 $$ 2>/dev/null; do sleep 0.01; done; touch " + ready.path();
  auto& program = host().spawn({"sh", "-c", "(" + background + "; sleep 3600) & exit 0"},
                               {.ready = {"there", [&](const NetNs&) { return ready.exists(); }}});
  EXPECT_EQ(program.status(), ExitStatus::exited(0));
}

NETLAIR_TEST_F(ReadyTest, AProgramThatIsNeverReadyIsStoppedAndTold) {
  MarkerFile printed;
  const Ready never{"ready", [&](const NetNs&) { return !eventually([&] { return printed.exists(); }); }};
  const Error error = error_of([&] {
    host().spawn({"sh", "-c", "echo waiting; touch " + printed.path() + "; exec sleep 3600"},
                 {.ready = never, .ready_within = 100ms});
  });
  EXPECT_EQ(error.step(), Step::kReady);
  EXPECT_EQ(error.error_number(), ETIMEDOUT);
  EXPECT_THAT(error.what(), HasSubstr(": it is not ready after 100 ms; "));
  EXPECT_THAT(error.what(), HasSubstr("\n  | waiting"));
  EXPECT_EQ(children(), std::set<pid_t>());
}

NETLAIR_TEST_F(ReadyTest, AConditionThatThrowsStopsTheProgram) {
  EXPECT_THROW(host().spawn({"sleep", "3600"}, {.ready = {"ready", [](const NetNs&) -> bool { throw 5; }}}), int);
  EXPECT_EQ(children(), std::set<pid_t>());
}

NETLAIR_TEST_F(ReadyTest, AConditionIsGivenTheProgram) {
  const auto has_two_lines = [](const Starting& starting) { return starting.process->output() == "one\ntwo\n"; };
  host().spawn({"sh", "-c", "echo one; sleep 0.1; echo two; exec sleep 3600"}, {.ready = {"done", has_two_lines}});
}

NETLAIR_TEST_F(ReadyTest, AllOfSeveralHold) {
  MarkerFile first;
  MarkerFile second;
  const Ready both = all_of({file(first.path()), log_line("up"), file(second.path()), {}});
  const std::string script = "touch " + first.path() + "; echo up; sleep 0.1; rm " + first.path() + "; touch ";
  host().spawn({"sh", "-c", script + second.path() + "; exec sleep 3600"}, {.ready = both});
  const Error error = error_of([&] {
    host().spawn({"sh", "-c", "echo up; exec sleep 3600"},
                 {.ready = all_of({log_line("up"), listening_tcp(80), listening_tcp(81)}), .ready_within = 500ms});
  });
  EXPECT_THAT(error.what(), HasSubstr("it is not ready after 500 ms; not listening on TCP port 80 (nothing is "
                                      "bound there); not listening on TCP port 81 (nothing is bound there); the end"));
}

NETLAIR_TEST_F(ReadyTest, OneOfSeveralThatHoldsBeforeIsSomebodyElses) {
  const UniqueFd server = bound(AF_INET, SOCK_DGRAM, 53);
  const Error error = error_of([&] {
    host().spawn({"sleep", "3600"}, {.ready = all_of({log_line("up"), listening_udp(53)})});
  });
  EXPECT_EQ(error.error_number(), EADDRINUSE);
  EXPECT_THAT(error.what(), HasSubstr("': something is listening on UDP port 53 already"));
}

NETLAIR_TEST_F(ReadyTest, OneThatHasEndedAmongOthersIsToldAsWell) {
  host().spawn({"sleep", "3600"});
  const Error error = error_of([&] { host().spawn({"true"}, {.ready = listening_tcp(80), .ready_within = 300ms}); });
  EXPECT_THAT(error.what(), HasSubstr("'true': it exited with status 0, others run in its network, and it is not "
                                      "listening on TCP port 80 after 300 ms"));
}

NETLAIR_TEST_F(ReadyTest, AsLongAsItTakesIsNotAtOnce) {
  MarkerFile up;
  host().spawn({"sh", "-c", "sleep 0.1; touch " + up.path() + "; exec sleep 3600"},
               {.ready = file(up.path()), .ready_within = std::chrono::milliseconds::max()});
}

constexpr const char* kAnswers =
    "import http.server, sys\n"
    "class Answer(http.server.BaseHTTPRequestHandler):\n"
    "  asked = 0\n"
    "  def do_GET(self):\n"
    "    Answer.asked += 1\n"
    "    self.send_response(int(sys.argv[1]) if self.path == '/up' and Answer.asked > 3 else 503)\n"
    "    self.end_headers()\n"
    "http.server.HTTPServer(('', 80), Answer).serve_forever()\n";

NETLAIR_TEST_F(ReadyTest, AnAnswerThatIsASuccessCounts) {
  const Process& server = host().spawn({"python3", "-c", kAnswers, "204"}, {.ready = http_answer(80, "/up")});
  EXPECT_THAT(server.output(), HasSubstr("\"GET /up HTTP/1.0\" 503"));
  EXPECT_THAT(server.output(), HasSubstr("\"GET /up HTTP/1.0\" 204"));
}

NETLAIR_TEST_F(ReadyTest, AnAnswerThatIsNoneIsTold) {
  const auto failure_of = [&](const std::string& script) {
    return std::string(
        error_of([&] {
          host().spawn({"python3", "-c", script, "404"}, {.ready = http_answer(80, "/up"), .ready_within = 2s});
        }).what());
  };
  EXPECT_THAT(failure_of(kAnswers), HasSubstr("it is not answering GET http://localhost:80/up after 2 s; its last "
                                              "answer: HTTP/1.0 404; the end of its output:"));
  EXPECT_THAT(failure_of("import time; time.sleep(3600)"), HasSubstr("its last answer: Connection refused; the end"));
}

TEST(ReadyOfPathsTest, OneThatWouldBeCutOrSaySomethingElseIsRefusedByName) {
  using namespace std::string_literals;
  const auto text_of_error = [](const auto& make) { return std::string(error_of(make).what()); };
  EXPECT_THAT(text_of_error([] { file("/tmp/a\0b"s); }), HasSubstr("check file '/tmp/a': Invalid argument [EINVAL]; "));
  EXPECT_THAT(text_of_error([] { file(""); }), HasSubstr("its path is empty"));
  EXPECT_THAT(text_of_error([] { listening_unix("/tmp/a\0b"s); }), HasSubstr("unix socket '/tmp/a'"));
  EXPECT_THAT(text_of_error([] { listening_unix(std::string(108, 'x')); }), HasSubstr("107 bytes"));
  EXPECT_THAT(text_of_error([] { http_answer(80, "index.html"); }), HasSubstr("it begins with '/'"));
  for (const std::string& path : {"/a b"s, "/a\r\nHost: other"s, "/a\0b"s})
    EXPECT_THAT(text_of_error([&] { http_answer(80, path); }),
                AllOf(HasSubstr("path of http_answer() '/a'"), HasSubstr("%20")));
  EXPECT_THAT(text_of_error([] { file(""); }), HasSubstr("conditions_test.cpp:"));
}

}  // namespace
}  // namespace netlair::test
