// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <memory>
#include <stdexcept>
#include <thread>

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class RunTest : public KernelTest {
 protected:
  const NetNsId home_ = id_here();
};

TEST_F(RunTest, RunsTheBodyInsideAndReturnsItsValue) {
  const NetNs ns = NetNs::create();
  EXPECT_EQ(ns.run([] { return id_here(); }), ns.id());
  EXPECT_EQ(id_here(), home_);
}

TEST_F(RunTest, PassesTheNamespace) {
  const NetNs ns = NetNs::create();
  ns.run([&](const NetNs& here) {
    EXPECT_EQ(&here, &ns);
    EXPECT_EQ(here, NetNs::current());
  });
}

TEST_F(RunTest, ReturnsWhatCannotBeCopiedAndReferencesAsTheyAre) {
  const NetNs ns = NetNs::create();
  int variable = 0;
  EXPECT_EQ(&ns.run([&]() -> int& { return variable; }), &variable);
  EXPECT_EQ(*ns.run([] { return std::make_unique<int>(5); }), 5);
}

TEST_F(RunTest, RestoresThePreviousNamespaceWhenTheBodyThrows) {
  const NetNs ns = NetNs::create();
  EXPECT_THROW(ns.run([] { throw std::runtime_error("potato"); }), std::runtime_error);
  EXPECT_EQ(id_here(), home_);
}

TEST_F(RunTest, CarriesTheBodysExceptionBackAsItIs) {
  const NetNs ns = NetNs::create();
  try {
    ns.run([]() -> int { throw std::runtime_error("potato"); });
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "potato");
  }
}

TEST_F(RunTest, NestsAndUnwindsStepByStep) {
  const NetNs outer = NetNs::create();
  const NetNs inner = NetNs::create();
  outer.run([&] {
    inner.run([&] {
      EXPECT_EQ(id_here(), inner.id());
      outer.run([&] { EXPECT_EQ(id_here(), outer.id()); });
      EXPECT_EQ(id_here(), inner.id());
    });
    EXPECT_EQ(id_here(), outer.id());
  });
  EXPECT_EQ(id_here(), home_);
}

TEST_F(RunTest, StaysWhereItIsWhenAlreadyInside) {
  const NetNs ns = NetNs::create();
  ns.run([&] {
    const auto before = open_descriptors();
    ns.duplicate().run([&] {
      EXPECT_EQ(id_here(), ns.id());
      EXPECT_EQ(open_descriptors().size(), before.size() + 1) << "the duplicate's, and none for a way back";
    });
    EXPECT_EQ(id_here(), ns.id());
  });
  EXPECT_EQ(id_here(), home_);
}

TEST_F(RunTest, RestoresWhenTheBodyMovesTheThreadItself) {
  const NetNs ns = NetNs::create();
  const NetNs elsewhere = NetNs::create();
  ns.run([&] { elsewhere.enter(); });
  EXPECT_EQ(id_here(), home_);
  ns.run([] { ASSERT_EQ(::unshare(CLONE_NEWNET), 0); });
  EXPECT_EQ(id_here(), home_);
  const NetNs current = NetNs::current();
  current.run([&] { elsewhere.enter(); });
  EXPECT_EQ(id_here(), home_) << "the run that had nothing to do on its way in";
}

// A thread's namespace is remembered between runs, so moves by other code's setns(2) or unshare(2) must be noticed.
TEST_F(RunTest, ReturnsToWhereTheThreadWasMovedByOtherCode) {
  const NetNs ns = NetNs::create();
  const NetNs elsewhere = NetNs::create();
  std::thread([&] {
    ns.run([] {});
    ASSERT_EQ(::setns(elsewhere.fd(), CLONE_NEWNET), 0);
    ns.run([] {});
    EXPECT_EQ(id_here(), elsewhere.id());
    ASSERT_EQ(::unshare(CLONE_NEWNET), 0);
    const NetNsId fresh = id_here();
    ns.run([&] { EXPECT_EQ(id_here(), ns.id()); });
    EXPECT_EQ(id_here(), fresh);
    elsewhere.run([] {});
    EXPECT_EQ(id_here(), fresh);
    ns.enter();
    ASSERT_EQ(::setns(elsewhere.fd(), CLONE_NEWNET), 0);
    ns.run([&] { EXPECT_EQ(id_here(), ns.id()) << "taken to be inside already"; });
    EXPECT_EQ(id_here(), elsewhere.id());
  }).join();
}

TEST_F(RunTest, AMoveBySystemCallIsSeenByCurrent) {
  const NetNs ns = NetNs::create();
  const NetNs elsewhere = NetNs::create();
  std::thread([&] {
    ns.run([] {});
    ASSERT_EQ(::syscall(SYS_setns, elsewhere.fd(), CLONE_NEWNET), 0);
    EXPECT_EQ(NetNs::current().id(), elsewhere.id());
    ns.run([] {});
    EXPECT_EQ(id_here(), elsewhere.id());
  }).join();
}

// Other code closed every descriptor that it had not opened, and the number of the way back now refers to another
// namespace.
TEST_F(RunTest, AWayBackThatWasClosedBehindOurBackIsFoundAnew) {
  const NetNs ns = NetNs::create();
  const NetNs stranger = NetNs::create();
  std::thread([&] {
    const auto before = open_descriptors();
    ns.run([] {});
    auto way_back = open_descriptors();
    for (const int fd : before) way_back.erase(fd);
    ASSERT_EQ(way_back.size(), 1U);
    const int fd = *way_back.begin();
    ASSERT_EQ(::dup2(stranger.fd(), fd), fd);
    ns.run([] {});
    EXPECT_EQ(id_here(), home_);
    ::close(fd);
  }).join();
}

TEST_F(RunTest, EnterMovesTheCallingThreadForGood) {
  const NetNs ns = NetNs::create();
  std::thread([&] {
    ns.enter();
    EXPECT_EQ(id_here(), ns.id());
    EXPECT_EQ(NetNs::current(), ns);
  }).join();
  EXPECT_EQ(id_here(), home_);
}

TEST_F(RunTest, RunInOpensByName) {
  const ScratchDir scratch;
  const NetNs ns = NetNs::create("blue", scratch.persist_dir());
  EXPECT_EQ(NetNs::run_in(
                "blue", [] { return id_here(); }, scratch.persist_dir()),
            ns.id());
  EXPECT_THAT(
      [&] {
        NetNs::run_in(
            "nobody", [] {}, scratch.persist_dir());
      },
      ThrowsError(Step::kOpen, ENOENT, "nobody"));
}

TEST_F(RunTest, ARefusedEntryRunsNothing) {
  NetNs ns = NetNs::create();
  ns.close();
  bool has_run = false;
  EXPECT_THROW(ns.run([&] { has_run = true; }), Error);
  EXPECT_FALSE(has_run);
  EXPECT_EQ(id_here(), home_);
}

// Returning needs CAP_SYS_ADMIN. Without it no further line of the caller may run, since the thread is in the wrong
// network.
TEST_F(RunTest, TheProgramEndsWhenTheWayBackIsRefused) {
  const NetNs ns = NetNs::create();
  EXPECT_DEATH(
      {
        ns.run([] { drop_every_capability_of_this_thread(); });
        std::fputs("the caller went on\n", stderr);
      },
      "this thread is in NetNs .* cannot return to the network namespace .*Operation not permitted.*"
      "no code may go on in the wrong network");
}

TEST_F(RunTest, TheCallerIsNotRunAfterARefusedWayBack) {
  const NetNs ns = NetNs::create();
  EXPECT_DEATH(
      {
        try {
          ns.run([] {
            drop_every_capability_of_this_thread();
            throw std::runtime_error("potato");
          });
        } catch (...) {
          std::fputs("the caller went on\n", stderr);
        }
      },
      ::testing::Not(::testing::HasSubstr("the caller went on")));
}

}  // namespace
}  // namespace netlair::test
