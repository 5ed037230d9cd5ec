// SPDX-License-Identifier: Apache-2.0
// A function on a thread of its own, inside a host: its value, its exception, its failed assertions.
#include "harness_test.hpp"

#include <gtest/gtest-spi.h>

#include <cerrno>
#include <future>
#include <stdexcept>
#include <string>

#include <pthread.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class TaskTest : public NetNsTest {};

NETLAIR_TEST_F(TaskTest, RunsInsideOnAThreadOfItsOwn) {
  const Host machine("there");
  auto task = machine.async([] { return std::pair(NetNs::current().id(), ::gettid()); });
  const auto [net, thread] = task.join();
  EXPECT_EQ(net, machine.ns().id());
  EXPECT_NE(thread, ::gettid());
}

NETLAIR_TEST_F(TaskTest, GivesWhatCanOnlyBeMoved) {
  auto task = host().async([descriptor = UniqueFd(::dup(STDERR_FILENO))]() mutable { return std::move(descriptor); });
  EXPECT_TRUE(task.join());
}

NETLAIR_TEST_F(TaskTest, GivesAReference) {
  int value = 1;
  auto task = host().async([&]() -> int& { return value; });
  EXPECT_EQ(&task.join(), &value);
}

NETLAIR_TEST_F(TaskTest, AnExceptionThatNobodyJoinedForIsAFailure) {
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter all(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failures);
    const auto task = host().async([] { throw std::runtime_error("potato"); });
  }
  ASSERT_EQ(failures.size(), 1);
  EXPECT_THAT(failures.GetTestPartResult(0).message(), ::testing::HasSubstr("potato"));
  EXPECT_STREQ(failures.GetTestPartResult(0).file_name(), __FILE__);
}

NETLAIR_TEST_F(TaskTest, GivesItsException) {
  auto task = host().async([]() -> int { throw std::runtime_error("potato"); });
  EXPECT_THAT([&] { task.join(); }, ::testing::ThrowsMessage<std::runtime_error>("potato"));
}

NETLAIR_TEST_F(TaskTest, CountsItsFailedAssertions) {
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter all(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failures);
    auto task = host().async([] {
      EXPECT_EQ(1, 2);
      ASSERT_EQ(3, 4);
      FAIL() << "not reached";
    });
    task.join();
    EXPECT_TRUE(task.is_done());
  }
  EXPECT_EQ(failures.size(), 2);
  auto fine = host().async([] { EXPECT_EQ(1, 1); });
  fine.join();
  EXPECT_EQ(fine.failures(), 0);
}

NETLAIR_TEST_F(TaskTest, IsWaitedForAtTheEndOfItsScope) {
  bool ended = false;
  std::promise<void> go_on;
  {
    auto task = host().async([&] {
      go_on.get_future().wait();
      ended = true;
    });
    EXPECT_FALSE(task.is_done());
    go_on.set_value();
  }
  EXPECT_TRUE(ended);
}

NETLAIR_TEST_F(TaskTest, JoinsOnceOnly) {
  auto task = host().async([] { return 1; });
  EXPECT_EQ(task.join(), 1);
  EXPECT_EQ(error_of([&] { (void)task.join(); }).error_number(), ECANCELED);
  EXPECT_TRUE(task.is_done());
}

NETLAIR_TEST_F(TaskTest, SeveralRunAtOnce) {
  const Host one("one");
  const Host two("two");
  std::promise<void> first;
  std::promise<void> second;
  auto a = one.async([&] {
    first.set_value();
    second.get_future().wait();
  });
  auto b = two.async([&] {
    second.set_value();
    first.get_future().wait();
  });
  a.join();
  b.join();
}

// The stack is unwound, and no value has been returned.
NETLAIR_TEST_F(TaskTest, ThatEndsItsThreadHasNoResult) {
  auto task = host().async([] { ::pthread_exit(nullptr); });
  EXPECT_EQ(error_of([&] { task.join(); }).step(), Step::kJoin);
}

NETLAIR_TEST_F(TaskTest, ThatIsCancelledIsNotWaitedForForEver) {
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter all(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failures);
    std::promise<pthread_t> thread;
    const auto task = host().async([&] {
      thread.set_value(::pthread_self());
      for (;;) ::pthread_testcancel();
    });
    ::pthread_cancel(thread.get_future().get());
  }
  ASSERT_EQ(failures.size(), 1) << "nobody has joined it";
  EXPECT_THAT(failures.GetTestPartResult(0).message(), ::testing::HasSubstr("pthread_cancel()"));
}

}  // namespace
}  // namespace netlair::test
