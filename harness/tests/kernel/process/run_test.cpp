// SPDX-License-Identifier: Apache-2.0
// Commands that have to succeed.
#include "harness_test.hpp"
#include "sanitizer.hpp"

#include <atomic>
#include <chrono>
#include <iostream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class RunTest : public NetNsTest {};

// The reading thread may have reached the end of one stream before it gets an event for the next one.
NETLAIR_TEST_F(RunTest, ManyAtOnceHaveAllTheirOutput) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        const CommandOutput output = host().run({"sh", "-c", "cat; echo err >&2"}, {.input = "in"});
        EXPECT_EQ(output.out, "in");
        EXPECT_EQ(output.err, "err\n");
      }
    });
  for (auto& thread : threads) thread.join();
}

// As in a death test.
NETLAIR_TEST_F(RunTest, WorksInAForkedChild) {
  if (kUnderThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer lets no forked child start a thread";
  host().run({"true"});
  EXPECT_EXIT(
      {
        const CommandOutput output = host().run({"head", "-c", "200000", "/dev/zero"});
        std::cerr << "read " << output.out.size() << std::endl;
        ::_exit(0);
      },
      ::testing::ExitedWithCode(0), "read 200000");
}

NETLAIR_TEST_F(RunTest, GivesBothStreams) {
  const CommandOutput output = host().run({"sh", "-c", "echo out; echo err >&2; cat"}, {.input = "in\n"});
  EXPECT_EQ(output.out, "out\nin\n");
  EXPECT_EQ(output.err, "err\n");
  EXPECT_EQ(host().run({"readlink", "/proc/self/ns/net"}).out, "net:[" + std::to_string(host().ns().id().ino) + "]\n");
  const std::vector<std::string> argv{"true"};
  EXPECT_EQ(host().run(argv).out, "");
  EXPECT_TRUE(host().processes().empty()) << "it has come and gone";
}

NETLAIR_TEST_F(RunTest, AFailureShowsCommandStatusAndBothStreams) {
  const Error error = error_of([&] { host().run({"sh", "-c", "echo out; echo err >&2; exit 3"}); });
  EXPECT_EQ(error.step(), Step::kRun);
  EXPECT_EQ(error.message(),
            "run 'sh -c echo out; echo err >&2; exit 3': it exited with status 3; the end of its output:\n  | out\n"
            "and of its standard error:\n  | err");
  EXPECT_EQ(error.where().line, __LINE__ - 5);
  EXPECT_THAT(error_of([&] {
                host().run({"sh", "-c", "kill -KILL $$"});
              }).what(),
              HasSubstr("it was ended by SIGKILL"));
  EXPECT_EQ(error_of([&] { host().run({"no-such-program"}); }).error_number(), ENOENT);
}

NETLAIR_TEST_F(RunTest, OneThatRunsOnIsStopped) {
  const Error error = error_of([&] { host().run({"sleep", "3600"}, {}, 50ms); });
  EXPECT_EQ(error.error_number(), ETIMEDOUT);
  EXPECT_THAT(error.what(), HasSubstr("run 'sleep 3600': it still runs after 50 ms; the end of its output:\n  | (no"));
  EXPECT_EQ(children(), std::set<pid_t>());
}

// If nothing read its output, the process would be killed at its first write.
NETLAIR_TEST_F(RunTest, WhatItLeavesRunningIsTheHosts) {
  host().run({"sh", "-c", "(sleep 0.1; echo still there; exec sleep 3600) &"});
  ASSERT_EQ(host().processes().size(), 1U);
  EXPECT_THAT([&] { return host().processes()[0]->output(); }, Eventually("still there\n"));
}

// In a forked child any lock of another thread may be taken.
NETLAIR_TEST_F(RunTest, AForkedChildRunsProgramsWhateverOtherThreadsDo) {
  if (kUnderThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer has no threads in a forked child";
  if (kUnderAddressSanitizer) GTEST_SKIP() << "AddressSanitizer's allocator may be locked in a forked child";
  std::atomic<bool> is_over = false;
  std::thread other([&] {
    const Host machine;
    while (!is_over) machine.run([] { std::thread([] {}).join(); });
  });
  std::thread spawns([&] {
    Host machine;
    for (int i = 0; i < 2000 && !is_over; ++i) host().run({"true"});
  });
  for (int i = 0; i < 50; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      const bool succeeds = host().run({"echo", "x"}).out == "x\n";
      ::_exit(succeeds ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  is_over = true;
  other.join();
  spawns.join();
}

}  // namespace
}  // namespace netlair::test
