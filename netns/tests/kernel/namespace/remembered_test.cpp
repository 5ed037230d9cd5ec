// SPDX-License-Identifier: Apache-2.0
// What a thread remembers of its network, in programs that close descriptors they did not open, and in children that
// are made without the C library.
#include "kernel_test.hpp"

#include <array>
#include <functional>
#include <thread>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class RememberedTest : public KernelTest {
 protected:
  // Like a daemon at its start.
  static void close_what_others_have_opened() { ::syscall(SYS_close_range, 3, ~0U, 0); }
};

// New namespaces. Their descriptors take the numbers that have become free, including that of the way back.
std::vector<NetNs> some_namespaces() {
  std::vector<NetNs> some;
  for (int i = 0; i < 8; ++i) some.push_back(NetNs::create());
  return some;
}

TEST_F(RememberedTest, ABodyThatClosesEverythingReturnsToWhereAnotherThreadIs) {
  in_child([] {
    const NetNs ns = NetNs::create();
    const NetNsId home = id_here();
    NetNsId after;
    std::vector<NetNs> others;
    std::thread([&] {
      ns.run([&] {
        close_what_others_have_opened();
        others = some_namespaces();
      });
      after = id_here();
    }).join();
    require(after == home, "the thread is elsewhere");
  });
}

TEST_F(RememberedTest, ARunThatHadNothingToDoReturnsWhenItsHandleHasBeenClosed) {
  in_child([] {
    const NetNs here = NetNs::current();
    NetNsId after;
    std::vector<NetNs> others;
    std::thread([&] {
      here.run([&] {
        close_what_others_have_opened();
        others = some_namespaces();
        others.front().enter();
      });
      after = id_here();
    }).join();
    require(after == id_here(), "the thread is elsewhere");
  });
}

TEST_F(RememberedTest, WithNobodyWhereItHasComeFromTheProgramEndsAndSaysWhy) {
  const auto close_and_return = [] {
    const NetNs ns = NetNs::create();
    ns.run([] {
      close_what_others_have_opened();
      static const auto others = some_namespaces();
    });
    ::_exit(0);
  };
  EXPECT_EXIT(close_and_return(), ::testing::KilledBySignal(SIGABRT),
              "cannot return to the network namespace .*the body has closed a descriptor that it had not opened");
}

// Closes a thread's way back, gives its number to a file, and calls `use`. The file must stay open.
void expect_left_alone(const std::function<void(const NetNs&)>& use) {
  struct stat expected {};
  struct stat found {};
  int number = -1;
  std::thread([&] {
    const NetNs ns = NetNs::create();
    const auto before = open_descriptors();
    ns.run([] {});
    for (const int each : open_descriptors())
      if (!before.contains(each)) number = each;
    ASSERT_GE(number, 0) << "nothing is remembered";
    const UniqueFd file(::open("/proc/self/status", O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::dup3(file.get(), number, O_CLOEXEC), number);
    ::fstat(number, &expected);
    use(ns);
  }).join();
  EXPECT_EQ(::fstat(number, &found), 0) << "it has been closed";
  EXPECT_EQ(found.st_ino, expected.st_ino);
  ::close(number);
}

TEST_F(RememberedTest, ANumberThatMeansAnotherFileIsLeftAlone) {
  expect_left_alone([](const NetNs&) {});
  expect_left_alone([](const NetNs& ns) { ns.enter(); });
  expect_left_alone([](const NetNs& ns) { ns.run([] {}); });
  expect_left_alone([](const NetNs&) { ASSERT_EQ(::unshare(CLONE_NEWNET), 0); });
  expect_left_alone([](const NetNs&) { NetNs::unshare(); });
}

// Makes a child by the raw system call clone(2), with the namespace flags `flags`. Returns the child's status.
int status_of_clone(int flags, const std::function<bool()>& holds) {
  const auto all = static_cast<unsigned long>(flags) | SIGCHLD;  // NOLINT(google-runtime-int): clone(2)
  const auto child = static_cast<pid_t>(::syscall(SYS_clone, all, nullptr, nullptr, nullptr, nullptr));
  if (child == 0) ::_exit(holds() ? 0 : 1);
  int status = -1;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return status;
}

class RememberedInACloneTest : public RememberedTest {
 protected:
  void SetUp() override {
    RememberedTest::SetUp();
    if (kUnderThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer has to see how a child is made";
  }
};

TEST_F(RememberedInACloneTest, ItRunsWhereItShouldAndReturns) {
  const NetNs ns = NetNs::create();
  ns.run([] {});  // so that the parent remembers its namespace
  const auto runs_in_ns_and_returns = [&] {
    const NetNsId before = id_here();
    const NetNsId inside = ns.run([] { return id_here(); });
    return before != ns.id() && inside == ns.id() && id_here() == before;
  };
  EXPECT_EQ(status_of_clone(CLONE_NEWNET, runs_in_ns_and_returns), 0);
  EXPECT_EQ(status_of_clone(CLONE_NEWNET | CLONE_NEWPID, runs_in_ns_and_returns), 0);
  EXPECT_EQ(status_of_clone(0, runs_in_ns_and_returns), 0);
}

TEST_F(RememberedInACloneTest, OneOfAPidNamespaceIsNotTakenForItsParentThatHasTheSamePid) {
  const NetNs ns = NetNs::create();
  const auto runs_in_ns = [&] {
    const NetNsId before = id_here();
    return ns.run([] { return id_here(); }) == ns.id() && id_here() == before;
  };
  const auto has_a_child_of_the_same_pid = [&] {
    return ::getpid() == 1 && runs_in_ns() &&
           status_of_clone(CLONE_NEWPID | CLONE_NEWNET, [&] { return ::getpid() == 1 && runs_in_ns(); }) == 0;
  };
  EXPECT_EQ(status_of_clone(CLONE_NEWPID, has_a_child_of_the_same_pid), 0);
}

TEST_F(RememberedInACloneTest, ThePathOfItsNetworkIsOneOfProcsNumbers) {
  const auto path_leads_there = [] { return id_of(NetNs::current().path()) == id_here(); };
  EXPECT_EQ(status_of_clone(CLONE_NEWNET, path_leads_there), 0);
  EXPECT_EQ(status_of_clone(CLONE_NEWNET | CLONE_NEWPID, path_leads_there), 0) << "/proc is its parent's";
}

}  // namespace
}  // namespace netlair::test
