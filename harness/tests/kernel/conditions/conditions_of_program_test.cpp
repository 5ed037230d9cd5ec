// SPDX-License-Identifier: Apache-2.0
// Conditions that a program reports itself. Each program would run on for an hour, so only its report makes it ready.
#include "harness_test.hpp"

#include <cerrno>
#include <chrono>
#include <fstream>

namespace netlair::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class ReadyOfProgramTest : public NetNsTest {
 protected:
  Process& shell(const std::string& script, const Ready& ready) {
    return host().spawn({"sh", "-c", script + "; exec sleep 3600"}, {.ready = ready});
  }
  Process& python(const std::string& script, const Ready& ready) {
    return host().spawn({"python3", "-c", "import os, socket, time\n" + script + "\ntime.sleep(3600)"},
                        {.ready = ready});
  }
  Error error_of_never(const std::string& script, const Ready& ready, std::chrono::milliseconds within = 300ms) {
    return error_of([&] {
      host().spawn({"python3", "-c", "import os, socket, time\n" + script + "\ntime.sleep(3600)"},
                   {.ready = ready, .ready_within = within});
    });
  }
};

constexpr const char* kTell =
    "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
    "def tell(text): s.sendto(text.encode(), os.environ['NOTIFY_SOCKET'].replace('@', '\\0'))\n";

NETLAIR_TEST_F(ReadyOfProgramTest, ALineOfItsOutput) {
  const Process& program = shell("echo starting; echo listening on port 80 >&2", log_line("on port [0-9]+$"));
  EXPECT_EQ(program.output(), "starting\nlistening on port 80\n");
}

NETLAIR_TEST_F(ReadyOfProgramTest, ALineThatComesInPieces) {
  shell("printf 'ser'; sleep 0.05; printf 'ver is '; sleep 0.05; printf 'up'", log_line("^server is up"));
}

NETLAIR_TEST_F(ReadyOfProgramTest, ALineIsNotPutTogetherOfTwo) {
  const Error error =
      error_of_never("print('server', flush=True); print('is up', flush=True)", log_line("server.*is up"));
  EXPECT_EQ(error.error_number(), ETIMEDOUT);
  EXPECT_THAT(error.what(), HasSubstr("it is not announced by a line like 'server.*is up' after 300 ms"));
}

NETLAIR_TEST_F(ReadyOfProgramTest, APatternThatIsNoneIsRefused) {
  const Error error = error_of([] { log_line("port ("); });
  EXPECT_EQ(error.step(), Step::kCheckValue);
  EXPECT_THAT(error.what(), HasSubstr("check pattern 'port ('"));
}

// However much output precedes and follows the line.
NETLAIR_TEST_F(ReadyOfProgramTest, ALineAmongMany) {
  const Process& program = shell("seq 1000000; echo ready; seq 1000000", log_line("^ready$"));
  EXPECT_EQ(program.output().substr(0, 4), "1\n2\n");
}

NETLAIR_TEST_F(ReadyOfProgramTest, ALineOfAProgramThatEndsBehindItIsSeen) {
  Host lonely;
  const Process& program = lonely.spawn({"sh", "-c", "echo ready"}, {.ready = log_line("ready")});
  EXPECT_EQ(program.wait(), 0);
}

NETLAIR_TEST_F(ReadyOfProgramTest, AFileOfTheHosts) {
  shell("sleep 0.05; echo $$ >/run/server.pid", file("/run/server.pid"));
  EXPECT_TRUE(host().run([] { return std::filesystem::exists("/run/server.pid"); }));
}

NETLAIR_TEST_F(ReadyOfProgramTest, AFileThatDoesNotComeIsToldInTheKernelsWords) {
  EXPECT_THAT(error_of_never("", file("/run/nobody")).what(), HasSubstr("the kernel says of it: No such file"));
  EXPECT_THAT(error_of_never("", file("/etc/hosts/below")).what(), HasSubstr("the kernel says of it: Not a directory"));
}

NETLAIR_TEST_F(ReadyOfProgramTest, AFileThatIsThereAlreadyIsSomebodyElses) {
  const MarkerFile stale;
  const std::ofstream made(stale.path());
  const Error error = error_of([&] { shell("true", file(stale.path())); });
  EXPECT_EQ(error.error_number(), EADDRINUSE);
  EXPECT_THAT(error.what(), HasSubstr("the file '" + stale.path() + "' is there already"));
}

NETLAIR_TEST_F(ReadyOfProgramTest, ANotification) {
  python(std::string(kTell) + "tell('STATUS=warming up'); time.sleep(0.05); tell('MAINPID=1\\nREADY=1\\n')", notify());
}

NETLAIR_TEST_F(ReadyOfProgramTest, WhatItHasToldInsteadIsInTheError) {
  const Error error = error_of_never(std::string(kTell) + "tell('STATUS=waiting for a disk')", notify(), 2s);
  EXPECT_THAT(error.what(), HasSubstr("it is not announced by sd_notify(3) after 2 s"));
  EXPECT_THAT(error.what(), HasSubstr("it has reported 'STATUS=waiting for a disk'"));
  EXPECT_THAT(error_of_never("", notify()).what(), HasSubstr("it has reported nothing"));
}

// As with programs that report their state from time to time, and with programs that write in two pieces.
NETLAIR_TEST_F(ReadyOfProgramTest, WhatIsToldBehindTheFirstTimeIsTakenAsWell) {
  const Process& notifier = python(std::string(kTell) +
                                       "tell('READY=1')\n"
                                       "for i in range(1000): tell('WATCHDOG=1')\n"
                                       "print('through', flush=True)",
                                   notify());
  EXPECT_THAT(notifier, Prints("through"));
  const Process& writer =
      python("os.write(3, b'0'); time.sleep(0.1); os.write(3, b'\\n'); print('through', flush=True)", written_to(3));
  EXPECT_THAT(writer, Prints("through"));
}

NETLAIR_TEST_F(ReadyOfProgramTest, OneConditionServesStartsAtTheSameTime) {
  const SpawnOptions when_up{.ready = log_line("up")};
  auto& other = add_host("other");
  auto first = other.async([&] {
    Process& program = other.spawn({"sh", "-c", "sleep 0.5; echo up; exec sleep 3600"}, when_up);
    return program.output();
  });
  host().spawn({"sh", "-c", "echo up; exec sleep 3600"}, when_up);
  EXPECT_EQ(first.join(), "up\n");
}

NETLAIR_TEST_F(ReadyOfProgramTest, StreamsAreNotMixedIntoALine) {
  host().spawn({"sh", "-c", "printf 'progress: '; echo ready >&2; exec sleep 3600"},
               {.ready = log_line("^ready"), .errors_apart = true});
}

NETLAIR_TEST_F(ReadyOfProgramTest, TheEndOfALineIsNotWhereItStopsForAWhile) {
  const Process& program = shell("printf 'on port 80'; sleep 0.2; echo 80; echo on port 80", log_line("on port 80$"));
  EXPECT_EQ(program.output(), "on port 8080\non port 80\n");
}

// State of an earlier start must not make a later start ready.
NETLAIR_TEST_F(ReadyOfProgramTest, AConditionMayBeUsedAgain) {
  const Ready told = notify();
  python(std::string(kTell) + "tell('READY=1')", told);
  const Ready printed = log_line("up");
  shell("echo up", printed);
  for (const Ready& ready : {told, printed})
    EXPECT_EQ(error_of([&] {
                host().spawn({"sleep", "3600"}, {.ready = ready, .ready_within = 50ms});
              }).error_number(),
              ETIMEDOUT);
}

NETLAIR_TEST_F(ReadyOfProgramTest, ADescriptorThatItWritesTo) {
  shell("sleep 0.05; echo >&3", written_to(3));
  const Error error = error_of([&] {
    host().spawn({"sh", "-c", "exec 3>&-; exec sleep 3600"}, {.ready = written_to(3), .ready_within = 100ms});
  });
  EXPECT_THAT(error.what(), HasSubstr("it is not announced by its descriptor 3 after 100 ms"));
  EXPECT_EQ(error_of([&] { shell("true", written_to(1)); }).error_number(), EINVAL);
}

NETLAIR_TEST_F(ReadyOfProgramTest, AUnixSocketThatIsListenedOn) {
  const Ready ready = listening_unix("/run/server.sock");
  python("s = socket.socket(socket.AF_UNIX); s.bind('/run/server.sock'); time.sleep(0.05); s.listen()", ready);
  EXPECT_TRUE(ready.holds(host().ns()));
  EXPECT_FALSE(ready.holds(Host().ns()));
  EXPECT_FALSE(listening_unix("/run/server").holds(host().ns()));
  EXPECT_EQ(error_of([&] { shell("true", ready); }).error_number(), EADDRINUSE);
}

NETLAIR_TEST_F(ReadyOfProgramTest, AUnixSocketThatIsBoundOnly) {
  const Error error =
      error_of_never("s = socket.socket(socket.AF_UNIX); s.bind('/run/bound')", listening_unix("/run/bound"));
  EXPECT_THAT(error.what(), HasSubstr("it is not listening on the unix socket '/run/bound' after 300 ms"));
}

NETLAIR_TEST_F(ReadyOfProgramTest, AUnixSocketOfDatagramsOrWithoutAFile) {
  python("s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind('/run/log')", listening_unix("/run/log"));
  python("s = socket.socket(socket.AF_UNIX); s.bind('\\0a server'); s.listen()", listening_unix("@a server"));
}

}  // namespace
}  // namespace netlair::test
