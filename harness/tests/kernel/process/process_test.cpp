// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <gtest/gtest-spi.h>

#include <chrono>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/utsname.h>
#include <sys/wait.h>

namespace netlair::test {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

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
              EndsWith("exec sleep 3600': it still runs after 200 ms; the end of its output:\n  | one\n  | two"));
  EXPECT_FALSE(program.status());
}

NETLAIR_TEST_F(ProcessTest, AStatusIsComparedWithTheNumberThatItMeans) {
  EXPECT_EQ(host().spawn({"true"}).wait(), 0);
  EXPECT_EQ(host().spawn({"sh", "-c", "exit 3"}).wait(), 3);
  EXPECT_NE(host().spawn({"sh", "-c", "kill -TERM $$"}).wait(), 0);
}

// A program that ends by itself during a test, whatever owns it, and how that is reported.
class UnaskedEndTest : public ProcessTest {
 protected:
  // The program ends at once; it has ended when this returns.
  static void run_and_end(Host& machine, SpawnOptions options = {}) {
    const Process& program = machine.spawn({"sh", "-c", "echo farewell; exit 3"}, std::move(options));
    ASSERT_TRUE(eventually([&] { return state_of(program.pid()) == "Z"; }));
  }
  static std::vector<Host::Problem> problems_of(const std::function<void(Host&)>& f) {
    Host machine;
    f(machine);
    return machine.stop().problems;
  }
};

NETLAIR_TEST_F(UnaskedEndTest, IsAProblemOfTheLineThatStartedIt) {
  const auto problems = problems_of([](Host& machine) { run_and_end(machine); });
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].what,
              HasSubstr("exit 3' exited with status 3 while the test ran, although nothing had asked it to end"));
  EXPECT_THAT(problems[0].what, HasSubstr("  | farewell\n"));
  EXPECT_THAT(problems[0].what, HasSubstr(".may_end = true"));
  EXPECT_STREQ(problems[0].where.file, __FILE__);
}
NETLAIR_TEST_F(UnaskedEndTest, IsNoneWhereItWasMeant) {
  EXPECT_TRUE(problems_of([](Host& machine) { run_and_end(machine, {.may_end = true}); }).empty());
  EXPECT_TRUE(problems_of([](Host& machine) { machine.spawn({"false"}).wait(); }).empty());
  EXPECT_TRUE(problems_of([](Host& machine) { machine.spawn({"sleep", "3600"}).stop(); }).empty());
  EXPECT_TRUE(problems_of([](Host& machine) {
                machine.spawn({"sleep", "3600"}).signal(SIGKILL);
                EXPECT_TRUE(eventually([&] { return state_of(machine.processes()[0]->pid()) == "Z"; }));
              }).empty());
  EXPECT_TRUE(problems_of([](Host& machine) {
                run_and_end(machine);
                EXPECT_TRUE(machine.processes()[0]->status());
              }).empty());
}
// It must not matter whether the first process ends before or after the program is seen to be ready.
NETLAIR_TEST_F(UnaskedEndTest, IsNoneOfADaemonThatIsStillThere) {
  const auto start = [](Host& machine, const std::string& script) {
    MarkerFile up;
    const Process& shell = machine.spawn({"sh", "-c", "touch " + up.path() + "; sleep 3600 & " + script},
                                         {.ready = {"up", [&](const NetNs&) { return up.exists(); }}});
    ASSERT_TRUE(eventually([&] { return has_ended(shell.pid()); }));
    EXPECT_TRUE(machine.stop().problems.empty());
  };
  Host machine;
  start(machine, "exit 0");
  Host another;
  start(another, "sleep 0.2; exit 0");
}
NETLAIR_TEST_F(UnaskedEndTest, IsOneOfAServerThatIsNotThereAnyMore) {
  MarkerFile up;
  Host machine;
  const Process& shell = machine.spawn({"sh", "-c", "touch " + up.path() + "; sleep 0.2; rm " + up.path()},
                                       {.ready = {"up", [&](const NetNs&) { return up.exists(); }}});
  ASSERT_TRUE(eventually([&] { return state_of(shell.pid()) == "Z"; }));
  EXPECT_EQ(machine.stop().problems.size(), 1U);
}
NETLAIR_TEST_F(UnaskedEndTest, OfAProgramWithoutAHostIsAFailureOfTheTest) {
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter all(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failures);
    const Process program(host().ns(), {"false"});
    ASSERT_TRUE(eventually([&] { return state_of(program.pid()) == "Z"; }));
  }
  ASSERT_EQ(failures.size(), 1);
  EXPECT_STREQ(failures.GetTestPartResult(0).file_name(), __FILE__);
  EXPECT_THAT(failures.GetTestPartResult(0).message(), HasSubstr("'false' exited with status 1"));
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

bool tells_how_one_has_ended_that_was_reaped() {
  utsname kernel{};
  int major = 0;
  int minor = 0;
  char dot = 0;
  ::uname(&kernel);
  std::istringstream(&kernel.release[0]) >> major >> dot >> minor;
  return major > 6 || (major == 6 && minor >= 15);
}

NETLAIR_TEST_F(ProcessTest, AProgramThatSomebodyElseReapedIsTold) {
  auto& program = host().spawn({"sh", "-c", "exit 3"});
  ::waitpid(program.pid(), nullptr, 0);
  if (tells_how_one_has_ended_that_was_reaped()) {
    EXPECT_EQ(program.wait(), 3);
    return;
  }
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
  EXPECT_EQ(host().spawn({"true"}, {.may_end = true}).output_tail(), "  | (no output)");
}

// As a shell sets them up. If standard error were a regular file, "> /dev/stderr" would open it anew and truncate it.
NETLAIR_TEST_F(ProcessTest, StandardStreamsArePipes) {
  auto& program = host().spawn({"sh", "-c", "echo one; echo two > /dev/stderr; echo three > /dev/stdout; echo four"});
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.output(), "one\ntwo\nthree\nfour\n");
  EXPECT_THAT(host().run({"readlink", "/proc/self/fd/1"}).out, StartsWith("pipe:"));
  EXPECT_EQ(host().run({"sh", "-c", "ulimit -f 0; echo more than no file may have"}).out,
            "more than no file may have\n");
}

// 64 MiB suffices: the memory needed is the same for 1 GiB.
NETLAIR_TEST_F(ProcessTest, OfMuchOutputTheBeginningAndTheEndAreKept) {
  auto& program = host().spawn({"sh", "-c", "echo begin; head -c 67108864 /dev/zero; echo; echo end"});
  EXPECT_EQ(program.wait(), 0);
  const std::string output = program.output();
  EXPECT_LE(output.size(), (2U << 20U) + 100);
  EXPECT_THAT(output, StartsWith(std::string("begin\n\0\0", 8)));
  EXPECT_THAT(output, EndsWith(std::string("\0\nend\n", 6)));
  const std::size_t left_out = 67108864 + 6 + 5 - (2U << 20U);
  EXPECT_THAT(output, HasSubstr("\n[netlair: " + std::to_string(left_out) + " bytes left out]\n"));
  EXPECT_THAT(program.output_tail(1), EndsWith("  | end"));
}

// A child that the program has left behind keeps the output open forever.
NETLAIR_TEST_F(ProcessTest, NobodyWaitsForTheEndOfThePipe) {
  auto& program = host().spawn({"sh", "-c", "echo before; sleep 3600 & echo behind"});
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.output(), "before\nbehind\n");
  EXPECT_FALSE(program.is_output_closed());
}

NETLAIR_TEST_F(ProcessTest, WhatHasEndedByItselfCannotBeSentASignalAndIsStillTold) {
  Host machine;
  auto& program = machine.spawn({"false"});
  ASSERT_TRUE(eventually([&] { return state_of(program.pid()) == "Z"; }));
  EXPECT_EQ(error_of([&] { program.signal(SIGHUP); }).error_number(), ESRCH);
  EXPECT_EQ(machine.stop().problems.size(), 1U);
}

}  // namespace
}  // namespace netlair::test
