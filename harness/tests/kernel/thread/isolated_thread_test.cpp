// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <memory>
#include <stdexcept>
#include <thread>

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class IsolatedThreadTest : public NetNsTest {};

NETLAIR_TEST_F(IsolatedThreadTest, RunsEverythingOnOneThreadInsideTheNamespace) {
  const NetNs ns = NetNs::create();
  IsolatedThread thread(ns);
  pid_t first = 0;
  thread.run([&] {
    first = ::gettid();
    EXPECT_EQ(NetNs::current(), ns);
  });
  EXPECT_NE(first, ::gettid());
  thread.run([&] { EXPECT_EQ(::gettid(), first); });
}

NETLAIR_TEST_F(IsolatedThreadTest, LeavesTheCallerWhereItIs) {
  const NetNsId before = NetNs::current().id();
  IsolatedThread thread;
  thread.run([&] {
    EXPECT_EQ(NetNs::current().id(), before);
    ASSERT_EQ(::unshare(CLONE_NEWNET), 0);
  });
  EXPECT_EQ(NetNs::current().id(), before);
}

NETLAIR_TEST_F(IsolatedThreadTest, CarriesAnExceptionBackAndIsGoodForMore) {
  IsolatedThread thread;
  EXPECT_THROW(thread.run([] { throw std::runtime_error("potato"); }), std::runtime_error);
  bool has_run = false;
  thread.run([&] { has_run = true; });
  EXPECT_TRUE(has_run);
}

NETLAIR_TEST_F(IsolatedThreadTest, EndsWithTheObject) {
  std::string task;
  {
    IsolatedThread thread;
    thread.run([&] { task = "/proc/self/task/" + std::to_string(::gettid()); });
    EXPECT_TRUE(std::filesystem::exists(task));
  }
  // A join may return a moment before the thread has left /proc.
  EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(task); }));
}

NETLAIR_TEST_F(IsolatedThreadTest, EndsWithItsLastCall) {
  IsolatedThread thread;
  pid_t last = 0;
  thread.run([&] { last = ::gettid(); }, IsolatedThread::Then::kEnd);
  EXPECT_TRUE(eventually([&] { return ::tgkill(::getpid(), last, 0) != 0; })) << "it has ended";
  thread.run([&] { EXPECT_NE(::gettid(), last); });
}

NETLAIR_TEST_F(IsolatedThreadTest, CarriesAnExceptionBackFromItsLastCall) {
  IsolatedThread thread;
  EXPECT_THROW(thread.run([] { throw std::runtime_error("potato"); }, IsolatedThread::Then::kEnd), std::runtime_error);
}

NETLAIR_TEST_F(IsolatedThreadTest, ANamespaceThatCannotBeJoinedIsAnError) {
  NetNs closed = NetNs::create();
  closed.close();
  const Error error = error_of([&] { IsolatedThread thread(closed); });
  EXPECT_EQ(error.step(), Step::kSetns);
}

NETLAIR_TEST_F(IsolatedThreadTest, WhatAFunctionHoldsIsGoneWhenItHasRun) {
  IsolatedThread thread;
  auto held = std::make_shared<int>(5);
  const std::weak_ptr<int> watched = held;
  thread.run([held = std::move(held)] {});
  EXPECT_TRUE(watched.expired());
}

NETLAIR_TEST_F(IsolatedThreadTest, ThatIsEndedByAFunctionIsToldAndReplaced) {
  IsolatedThread thread;
  for (const auto then : {IsolatedThread::Then::kWait, IsolatedThread::Then::kEnd}) {
    const Error error = error_of([&] { thread.run([] { ::pthread_exit(nullptr); }, then); });
    EXPECT_EQ(error.step(), Step::kJoin);
    EXPECT_THAT(error.hint(), ::testing::HasSubstr("pthread_exit()"));
    bool has_run = false;
    thread.run([&] { has_run = true; });
    EXPECT_TRUE(has_run);
  }
}

}  // namespace
}  // namespace netlair::test
