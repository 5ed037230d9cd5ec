// SPDX-License-Identifier: Apache-2.0
// Names whose owner was killed, and has no keeper that would remove them.
#include "kernel_test.hpp"

#include <netlair/netns/gc.hpp>
#include <netlair/netns/name_keeper.hpp>

#include <fstream>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Calls `f` in a forked child without a keeper, which is killed then.
pid_t start_killed_child(const std::function<void()>& f) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  try {
    detail::name_keeper() = {};
    f();
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    ::_exit(1);
  }
  ::kill(::getpid(), SIGKILL);
  ::_exit(1);
}

void expect_killed(pid_t child) {
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "wait status " << status;
}

void close_all_but(int kept) {
  constexpr int kStandard = 3;
  for (int fd = kStandard; fd < 1024; ++fd)
    if (fd != kept) ::close(fd);
}

class GcTest : public KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    NetNs::create("first", dir_).remove();  // the first name of this program
  }

  // A name whose owner was killed.
  void leave(const std::string& name) const {
    expect_killed(start_killed_child([&] { static_cast<void>(new NetNs(NetNs::create(name, dir_))); }));
    EXPECT_TRUE(fs::exists(dir_.path() / name));
  }
  void expect_nothing_left() const {
    EXPECT_FALSE(fs::exists(dir_.path()));
    EXPECT_EQ(mounts_below(scratch_.path()), 0);
  }

  const ScratchDir scratch_;
  const PersistDir dir_ = scratch_.persist_dir();
};

TEST_F(GcTest, ANameWhoseOwnerWasKilledIsRemoved) {
  leave("blue");
  EXPECT_THAT(gc(dir_), ElementsAre(dir_.path() / "blue"));
  expect_nothing_left();
}

TEST_F(GcTest, TheFirstNameOfAProgramDoesThatToo) {
  leave("blue");
  in_child([&] {
    const NetNs green = NetNs::create("green", dir_);
    require(!fs::exists(dir_.path() / "blue"), "the other name is still there");
    require(id_of(dir_.path() / "green") == green.id(), "its own name is not there");
  });
  expect_nothing_left();
}

TEST_F(GcTest, ANameWhoseOwnerLivesStays) {
  NetNs blue = NetNs::create("blue", dir_);
  EXPECT_THAT(gc(dir_), IsEmpty());
  in_child([&] { require(gc(dir_).empty(), "a child has removed something"); });
  EXPECT_EQ(id_of(dir_.path() / "blue"), blue.id());
  std::move(blue).remove();
  expect_nothing_left();
}

// As closefrom(3) in a body does.
TEST_F(GcTest, ANameStaysAlsoIfItsOwnerHasClosedTheLock) {
  in_child([&] {
    const NetNs blue = NetNs::create("blue", dir_);
    close_all_but(blue.fd());
    require(gc(dir_).empty(), "it has collected its own name");
    require(id_of(dir_.path() / "blue") == blue.id(), "the name is gone");
  });
  expect_nothing_left();
}

TEST_F(GcTest, WhatIsNotOursStays) {
  NetNs::create("kept", dir_).keep_name();
  const std::string file = dir_.path() / "name-foreign";
  const std::string mount = dir_.path() / "mounted-by-others";
  std::ofstream(file) << "something";
  ASSERT_EQ(command("touch " + mount + " && mount --bind /proc/self/ns/net " + mount).status, 0);
  leave("blue");
  EXPECT_THAT(gc(dir_), ElementsAre(dir_.path() / "blue"));
  EXPECT_TRUE(fs::exists(file));
  EXPECT_EQ(id_of(mount), id_here());
  EXPECT_NO_THROW(NetNs::open("kept", dir_).remove());
  EXPECT_EQ(command("umount " + mount + " && rm " + mount + " " + file).status, 0);
  dir_.undo_init();
  expect_nothing_left();
}

TEST_F(GcTest, ANameThatWasReplacedStays) {
  leave("blue");
  NetNs::open("blue", dir_).remove();
  NetNs other = NetNs::create("blue", dir_);
  EXPECT_THAT(gc(dir_), IsEmpty());
  EXPECT_EQ(id_of(dir_.path() / "blue"), other.id());
  std::move(other).remove();
  expect_nothing_left();
}

// As where the owner's mounts have gone with it.
TEST_F(GcTest, AFileWithoutItsMountIsRemoved) {
  leave("blue");
  ASSERT_EQ(::umount2((dir_.path() / "blue").c_str(), MNT_DETACH), 0);
  EXPECT_THAT(gc(dir_), ElementsAre(dir_.path() / "blue"));
  expect_nothing_left();
}

// As of an owner in another PID namespace, whose PID cannot be looked up.
TEST_F(GcTest, ALockThatIsHeldIsEnough) {
  leave("blue");
  const fs::path name = dir_.path() / "blue";
  ASSERT_EQ(::umount2(name.c_str(), MNT_DETACH), 0);
  UniqueFd file(::open(name.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::flock(file.get(), LOCK_EX | LOCK_NB), 0);
  EXPECT_THAT(gc(dir_), IsEmpty());
  EXPECT_TRUE(fs::exists(name));
  file.reset();
  EXPECT_THAT(gc(dir_), ElementsAre(name));
  expect_nothing_left();
}

TEST_F(GcTest, AKeptNameStaysAlsoIfItsOwnerHasClosedTheLock) {
  in_child([&] {
    NetNs blue = NetNs::create("blue", dir_);
    close_all_but(blue.fd());
    std::move(blue).keep_name();
  });
  EXPECT_THAT(gc(dir_), IsEmpty());
  NetNs::open("blue", dir_).remove();
  expect_nothing_left();
}

// Each child makes a name, looks for others' names, and is killed with its own still there.
TEST_F(GcTest, FiftyProgramsStartCrashAndCollectAtOnce) {
  constexpr int kPrograms = 50;
  std::vector<pid_t> children;
  for (int i = 0; i < kPrograms; ++i)
    children.push_back(start_killed_child([&] {
      const NetNs& own = *new NetNs(NetNs::create("name" + std::to_string(i), dir_));
      gc(dir_);
      require(id_of(own.path()) == own.id(), "its own name is gone");
    }));
  for (const pid_t child : children) expect_killed(child);
  gc(dir_);
  expect_nothing_left();
}

}  // namespace
}  // namespace netlair::test
