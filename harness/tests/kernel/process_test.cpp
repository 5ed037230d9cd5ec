// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <chrono>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/wait.h>

namespace netlair::test {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class ProcessTest : public NetNsTest {};

NETLAIR_TEST_F(ProcessTest, WaitReturnsHowItEnded) {
  EXPECT_EQ(host().spawn({"sh", "-c", "exit 3"}).wait(), ExitStatus::exited(3));
  EXPECT_EQ(host().spawn({"sh", "-c", "kill -KILL $$"}).wait(), ExitStatus::signalled(SIGKILL));
  auto& program = host().spawn({"true"});
  EXPECT_EQ(program.wait(), ExitStatus::exited(0));
  EXPECT_EQ(program.wait(), ExitStatus::exited(0)) << "as often as it is asked";
  EXPECT_EQ(program.status(), ExitStatus::exited(0));
}

NETLAIR_TEST_F(ProcessTest, AWaitThatIsOverSaysWhatRunsAndWhatItPrinted) {
  MarkerFile printed;
  auto& program = host().spawn({"sh", "-c", "echo one; echo two; touch " + printed.path() + "; exec sleep 3600"},
                               {.ready = {"printing", [&](const NetNs&) { return printed.exists(); }}});
  const Error error = error_of([&] { program.wait(200ms); });
  EXPECT_EQ(error.step(), Step::kWait);
  EXPECT_EQ(error.error_number(), ETIMEDOUT);
  EXPECT_THAT(error.what(),
              EndsWith("exec sleep 3600', which still runs after 200 ms: Connection timed out [ETIMEDOUT]; "
                       "the end of its output:\n  | one\n  | two"));
  EXPECT_FALSE(program.status());
}

// Boost's wait_for on several threads overflows the stack.
NETLAIR_TEST_F(ProcessTest, ThreadsWaitForTheirOwnProgramsAtTheSameTime) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      Process program(host().ns(), {"sh", "-c", "sleep 0.1; exit " + std::to_string(i)});
      EXPECT_EQ(program.wait(), ExitStatus::exited(i));
    });
  for (auto& thread : threads) thread.join();
}

NETLAIR_TEST_F(ProcessTest, StopAsksFirst) {
  MarkerFile ready;
  auto& program = host().spawn(
      {"sh", "-c", "trap 'echo asked; exit 7' TERM; touch " + ready.path() + "; while :; do sleep 0.01; done"},
      {.ready = {"trapping", [&](const NetNs&) { return ready.exists(); }}, .grace = patience()});
  EXPECT_EQ(program.stop(), ExitStatus::exited(7));
  EXPECT_EQ(program.output(), "asked\n");
  EXPECT_EQ(program.stop(), ExitStatus::exited(7));
}

NETLAIR_TEST_F(ProcessTest, StopKillsWhatDoesNotListen) {
  MarkerFile ready;
  auto& program = host().spawn({"sh", "-c", "trap '' TERM; touch " + ready.path() + "; while :; do sleep 0.01; done"},
                               {.ready = {"deaf", [&](const NetNs&) { return ready.exists(); }}, .grace = 100ms});
  EXPECT_EQ(program.stop(), ExitStatus::signalled(SIGKILL));
}

NETLAIR_TEST_F(ProcessTest, TheDestructorStopsAndReaps) {
  pid_t pid = 0;
  {
    Process program(host().ns(), {"sleep", "3600"});
    pid = program.pid();
    EXPECT_NE(state_of(pid), "");
  }
  EXPECT_EQ(state_of(pid), "");
}

NETLAIR_TEST_F(ProcessTest, SignalsReachItAndAreRefusedAfterItsEnd) {
  auto& program = host().spawn({"sleep", "3600"});
  program.signal(SIGUSR1);
  EXPECT_EQ(program.wait(), ExitStatus::signalled(SIGUSR1));
  const Error error = error_of([&] { program.signal(SIGUSR1); });
  EXPECT_EQ(error.step(), Step::kSignal);
  EXPECT_EQ(error.error_number(), ESRCH);
  EXPECT_EQ(error_of([&] { host().spawn({"sleep", "3600"}).signal(999); }).error_number(), EINVAL);
}

NETLAIR_TEST_F(ProcessTest, AProgramThatSomebodyElseReapedIsTold) {
  auto& program = host().spawn({"true"});
  ::waitpid(program.pid(), nullptr, 0);
  const Error error = error_of([&] { program.wait(); });
  EXPECT_EQ(error.error_number(), ECHILD);
  EXPECT_THAT(error.hint(), HasSubstr("has reaped it"));
  EXPECT_FALSE(program.stop());
}

NETLAIR_TEST_F(ProcessTest, OutputHasBothStreamsInOrder) {
  auto& program = host().spawn({"sh", "-c", "echo 1; echo 2 >&2; echo 3; echo 4 >&2"});
  program.wait();
  EXPECT_EQ(program.output(), "1\n2\n3\n4\n");
}

NETLAIR_TEST_F(ProcessTest, OutputCanBeReadWhileItRunsAndKeepsEveryByte) {
  MarkerFile written;
  auto& program = host().spawn({"sh", "-c", "head -c 300000 /dev/zero; touch " + written.path() + "; exec sleep 3600"},
                               {.ready = {"done", [&](const NetNs&) { return written.exists(); }}});
  EXPECT_EQ(program.output(), std::string(300000, '\0'));
}

NETLAIR_TEST_F(ProcessTest, TheTailIsTheLastLines) {
  auto& program = host().spawn({"seq", "1", "30"});
  program.wait();
  EXPECT_EQ(program.output_tail(2), "  | 29\n  | 30");
  EXPECT_THAT(program.output_tail(), Not(HasSubstr("| 10\n")));
  EXPECT_EQ(Process(host().ns(), {"true"}).output_tail(), "  | (no output)");
}

}  // namespace
}  // namespace netlair::test
