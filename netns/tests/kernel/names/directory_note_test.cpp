// SPDX-License-Identifier: Apache-2.0
// The note that netlair keeps of the directories that it made, and the lock that it waits for.
#include "kernel_test.hpp"

#include <fstream>
#include <functional>

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

class DirectoryNoteTest : public KernelTest {
 protected:
  const ScratchDir scratch_;
  const PersistDir dir_ = scratch_.persist_dir();
};

// Calls `f` in a child with mounts of its own, where /run/netlair is read-only.
void with_read_only_notes(const std::function<void()>& f) {
  const bool made = fs::create_directory("/run/netlair");
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
            "unshare");
    require(::mount("tmpfs", "/run/netlair", "tmpfs", MS_RDONLY, nullptr) == 0, "a read-only /run/netlair");
    f();
  });
  if (made) fs::remove("/run/netlair");
}

TEST_F(DirectoryNoteTest, WhereRunIsReadOnlyWhatWasMadeIsTakenBackAllTheSame) {
  with_read_only_notes([&] {
    NetNs ns = NetNs::create("blue", dir_);
    require(id_of(dir_.path() / "blue") == ns.id(), "it has no name");
    std::move(ns).remove();
    require(!fs::exists(dir_.path()), "the directory is still there");
  });
  EXPECT_EQ(mounts_below(scratch_.path()), 0);
}

TEST_F(DirectoryNoteTest, WhereRunIsReadOnlyADirectoryOfSomebodyElseStays) {
  fs::create_directory(dir_.path());
  with_read_only_notes([&] {
    NetNs::create("blue", dir_).remove();
    require(fs::is_empty(dir_.path()), "there is something in the directory");
  });
  EXPECT_TRUE(fs::exists(dir_.path()));
}

bool tells_births(const fs::path& path) {
  struct statx status {};
  return ::statx(AT_FDCWD, path.c_str(), 0, STATX_BTIME, &status) == 0 && (status.stx_mask & STATX_BTIME) != 0;
}

// A note that a killed program left behind: somebody then removed the directory, and its inode was used again.
TEST_F(DirectoryNoteTest, ANoteOfAnEarlierDirectoryIsNotBelieved) {
  fs::create_directory(dir_.path());
  if (!tells_births(dir_.path())) GTEST_SKIP() << "this file system does not tell when a file was born, statx(2)";
  struct stat status {};
  ASSERT_EQ(::stat(dir_.path().c_str(), &status), 0);
  ASSERT_EQ(::mount(dir_.path().c_str(), dir_.path().c_str(), nullptr, MS_BIND, nullptr), 0);
  ASSERT_EQ(::mount(nullptr, dir_.path().c_str(), nullptr, MS_SHARED, nullptr), 0);
  const bool made = fs::create_directory("/run/netlair");
  const fs::path note = "/run/netlair/made-" + std::to_string(status.st_dev) + "-" + std::to_string(status.st_ino);
  std::ofstream(note) << "1 1.5" << std::flush;
  NetNs::create("blue", dir_).remove();
  EXPECT_TRUE(fs::exists(dir_.path())) << "it was made by somebody else";
  EXPECT_EQ(mounts_on(dir_.path()), 1);
  fs::remove(note);
  if (made) fs::remove("/run/netlair");
  ::umount2(dir_.path().c_str(), MNT_DETACH);
}

TEST_F(DirectoryNoteTest, AHolderOfTheLockThatHasBeenStoppedIsTold) {
  fs::create_directory(dir_.path());
  const pid_t holder = ::fork();
  if (holder == 0) {
    const UniqueFd directory(::open(dir_.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ::flock(directory.get(), LOCK_EX);
    ::raise(SIGSTOP);
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(holder, &status, WUNTRACED), holder);
  in_child([&] {
    ::setenv("NETLAIR_TIME_FACTOR", "0.01", 1);
    try {
      NetNs::create("blue", dir_);
    } catch (const Error& error) {
      require(error.step() == Step::kLock && error.error_number() == ETIMEDOUT, error.what());
      require(error.hint() == "process " + std::to_string(holder) + " holds the lock", error.what());
      return;
    }
    require(false, "it has been given the lock");
  });
  ::kill(holder, SIGKILL);
  ::waitpid(holder, nullptr, 0);
}

}  // namespace
}  // namespace netlair::test
