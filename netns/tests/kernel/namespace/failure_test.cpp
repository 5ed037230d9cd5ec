// SPDX-License-Identifier: Apache-2.0
// An operation that fails halfway leaves nothing, and its error says what to do.
#include "kernel_test.hpp"

#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/user_namespace.hpp>

#include <fstream>
#include <vector>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

class FailureTest : public KernelTest {
 protected:
  const ScratchDir scratch_;
  const PersistDir dir_ = scratch_.persist_dir();
};

template <class Function>
void require_error(Function f, Step step, int error_number, const std::string& words) {
  try {
    f();
  } catch (const Error& error) {
    require(error.step() == step && error.error_number() == error_number &&
                std::string(error.what()).find(words) != std::string::npos,
            error.what());
    return;
  }
  throw std::runtime_error("nothing was thrown");
}

// The limits under user.* belong to a user namespace, so the child can set one in its own.
TEST_F(FailureTest, TheLimitOfNamespacesNamesTheSysctlAndLeavesNothing) {
  if (kForksHaveASecondThread) GTEST_SKIP() << "a fork under ThreadSanitizer has two threads";
  in_child([&] {
    enter_user_namespace();
    const NetNs occupied = NetNs::create("first", dir_);
    std::ofstream("/proc/sys/user/max_net_namespaces") << 1 << std::flush;
    require_error([&] { NetNs::create("blue", dir_); }, Step::kUnshare, ENOSPC, "user.max_net_namespaces = 1");
    require_error([&] { NetNs::create(); }, Step::kUnshare, ENOSPC, "sysctl");
    require(!fs::exists(dir_.path() / "blue"), "the file to mount on was left");
    require(fs::exists(dir_.path() / "first"), "somebody else's name was touched");
  });
  EXPECT_FALSE(fs::exists(dir_.path() / "blue"));
}

// Only one namespace exists at a time, but the kernel destroys a closed one a little later.
TEST_F(FailureTest, ANamespaceThatHasGoneDoesNotCountForLong) {
  if (kForksHaveASecondThread) GTEST_SKIP() << "a fork under ThreadSanitizer has two threads";
  in_child([] {
    enter_user_namespace();
    std::ofstream("/proc/sys/user/max_net_namespaces") << 2 << std::flush;
    for (int i = 0; i < 20; ++i) NetNs::create().close();
  });
}

TEST_F(FailureTest, AFailureOfTheFirstNameTakesTheDirectoryBack) {
  if (kForksHaveASecondThread) GTEST_SKIP() << "a fork under ThreadSanitizer has two threads";
  in_child([&] {
    enter_user_namespace();
    std::ofstream("/proc/sys/user/max_net_namespaces") << 0 << std::flush;
    require_error([&] { NetNs::create("blue", dir_); }, Step::kUnshare, ENOSPC, "");
    require(!fs::exists(dir_.path()), "the directory was left");
    require(mounts_below(scratch_.path()) == 0, "a mount was left");
  });
}

// Makes each open fail with EMFILE in turn: one more descriptor is free each time, until the call works.
TEST_F(FailureTest, RunningOutOfDescriptorsAtAnyPointLeavesNothing) {
  in_child([&] {
    Descriptors descriptors;
    int failures = 0;
    for (bool worked = false; !worked; ++failures) {
      require(failures < 20, "it never works");
      std::string failure;
      try {
        NetNs::create("blue", dir_).remove();
        worked = true;
      } catch (const Error& error) {
        failure = error.what();
        require(error.error_number() == EMFILE, error.what());
        require(error.hint().find("ulimit -n") != std::string::npos, error.what());
      }
      require(!fs::exists(dir_.path()), "the directory was left after: " + failure);
      descriptors.give_back_one();
    }
    require(failures >= 3, "the limit never hit");
    require(mounts_below(scratch_.path()) == 0, "a mount was left");
  });
}

TEST_F(FailureTest, WithoutPrivilegeTheErrorSaysHowToGetIt) {
  in_child([&] {
    drop_every_capability_of_this_thread();
    require_error([] { NetNs::create(); }, Step::kUnshare, EPERM,
                  "run as root (sudo), or call netlair::gain_privilege()");
  });
}

TEST_F(FailureTest, ADirectoryThatIsAPlainFileIsNamed) {
  std::ofstream(dir_.path()).close();
  EXPECT_THAT([&] { NetNs::create("blue", dir_); }, ThrowsError(Step::kCreateDir, ENOTDIR, "which is not a directory"));
}

TEST_F(FailureTest, ADirectoryThatIsASymbolicLinkIsRefused) {
  fs::create_directory(scratch_.path() / "elsewhere");
  fs::create_directory_symlink(scratch_.path() / "elsewhere", dir_.path());
  EXPECT_THAT([&] { NetNs::create("blue", dir_); }, ThrowsError(Step::kCreateDir, ENOTDIR, "which is a symbolic link"));
  EXPECT_TRUE(fs::is_empty(scratch_.path() / "elsewhere"));
}

TEST_F(FailureTest, ADirectoryThatEverybodyMayWriteToIsRefused) {
  fs::create_directory(dir_.path());
  ASSERT_EQ(::chmod(dir_.path().c_str(), 0777), 0);
  EXPECT_THAT([&] { NetNs::create("blue", dir_); },
              ThrowsError(Step::kCreateDir, EPERM, "which everybody may write to"));
  EXPECT_EQ(mounts_on(dir_.path()), 0);
}

TEST_F(FailureTest, ADirectoryOfAnotherUserIsRefused) {
  fs::create_directory(dir_.path());
  if (::chown(dir_.path().c_str(), 65534, 65534) != 0) GTEST_SKIP() << "an ordinary user can give nothing away";
  EXPECT_THAT([&] { NetNs::create("blue", dir_); }, ThrowsError(Step::kCreateDir, EPERM, "another user, its owner,"));
  EXPECT_EQ(mounts_on(dir_.path()), 0);
}

// With privilege over the network but not over the mounts, the namespace can be made, but its name cannot.
TEST_F(FailureTest, ARefusedMountSaysSoAndLeavesNothing) {
  if (kForksHaveASecondThread) GTEST_SKIP() << "a fork under ThreadSanitizer has two threads";
  in_child([&] {
    require(::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0, "unshare");
    require_error([&] { NetNs::create("blue", dir_); }, Step::kMount, EPERM, "anonymous namespaces need no mount");
    require(!fs::exists(dir_.path()), "the directory was left");
    require(NetNs::create().is_live(), "an anonymous one");
  });
}

TEST_F(FailureTest, AReadOnlyFileSystemIsNamed) {
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
            "private");
    require(::mount("tmpfs", scratch_.path().c_str(), "tmpfs", MS_RDONLY, nullptr) == 0, "tmpfs");
    require_error([&] { NetNs::create("blue", dir_); }, Step::kCreateDir, EROFS, "writable file system");
  });
}

TEST_F(FailureTest, AFullFileSystemIsNamedAndLeavesNothing) {
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
            "private");
    // Two inodes: the file system's root, and the directory of names.
    require(::mount("tmpfs", scratch_.path().c_str(), "tmpfs", 0, "nr_inodes=2") == 0, "tmpfs");
    require_error([&] { NetNs::create("blue", dir_); }, Step::kCreate, ENOSPC, "names/blue");
    require(fs::is_empty(scratch_.path()), "the directory was left");
    require(mounts_below(scratch_.path()) == 0, "a mount was left");
  });
}

}  // namespace
}  // namespace netlair::test
