// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/support.hpp>
#include <netlair/netns/user_namespace.hpp>

#include <fstream>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

class UserNamespaceTest : public KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    if (kForksHaveASecondThread) GTEST_SKIP() << "a fork under ThreadSanitizer has two threads";
    if (const Support support = support_now(Feature::kUserNamespace); !support) GTEST_SKIP() << support;
  }
};

TEST_F(UserNamespaceTest, GivesRootANetworkAndADirectoryOfNamesOfItsOwn) {
  const NetNsId machine = id_here();
  in_child([&] {
    enter_user_namespace();
    require(::geteuid() == 0, "the caller is not root");
    require(id_here() != machine, "still in the machine's network");
    NetNs ns = NetNs::create("blue");
    require(id_of("/run/netns/blue") == ns.id(), "the name is not where `ip netns` looks");
    require(command("ip netns list").output == "blue\n", "`ip netns list`: " + command("ip netns list").output);
    ns.run([] {});
    std::move(ns).remove();
    require(!fs::exists("/run/netns"), "/run/netns was left");
  });
}

TEST_F(UserNamespaceTest, WhatWasInRunIsStillThere) {
  in_child([] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
            "private");
    require(::mount("tmpfs", "/run", "tmpfs", 0, nullptr) == 0, "tmpfs on /run");
    fs::create_directories("/run/directory/below");
    std::ofstream("/run/file") << "text";
    fs::create_symlink("file", "/run/link");
    enter_user_namespace();
    require(fs::is_directory("/run/directory/below"), "the directory is gone");
    require(fs::read_symlink("/run/link") == "file", "the symbolic link is gone");
    std::string text;
    std::ifstream("/run/link") >> text;
    require(text == "text", "the file has other text in it: " + text);
  });
}

TEST_F(UserNamespaceTest, NothingOfItIsSeenOutside) {
  in_child([] {
    enter_user_namespace();
    NetNs::create("netlair-test-inside").keep_name();
  });
  EXPECT_EQ(mounts_on("/run/netns/netlair-test-inside"), 0);
  EXPECT_FALSE(fs::exists("/run/netns/netlair-test-inside"));
}

TEST_F(UserNamespaceTest, IsRefusedToAProgramWithASecondThread) {
  in_child([] {
    std::thread([] {
      try {
        enter_user_namespace();
        ::_exit(1);
      } catch (const Error& error) {
        require(error.step() == Step::kUserNamespace && error.error_number() == EINVAL, error.what());
      }
    }).join();
  });
}

// The state that `unshare --user --map-root-user --net` leaves a process in.
TEST_F(UserNamespaceTest, ARootOfOneInTheMachinesNamespacesGetsSomeToReturnTo) {
  in_child([] {
    enter_user_namespace();
    require(::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0, "unshare");
    std::ofstream("/proc/self/setgroups") << "deny" << std::flush;
    std::ofstream("/proc/self/uid_map") << "0 0 1" << std::flush;
    std::ofstream("/proc/self/gid_map") << "0 0 1" << std::flush;
    const Support gained = gain_privilege();
    require(static_cast<bool>(gained), gained.reason);
    for (const char* path : {"/proc/self/ns/net", "/proc/self/ns/mnt", "/proc/self/ns/uts"}) {
      const UniqueFd ns(::open(path, O_RDONLY | O_CLOEXEC));
      require(static_cast<bool>(UniqueFd(::ioctl(ns.get(), NS_GET_USERNS))), path);
    }
    NetNs::create().run([] {});
  });
}

TEST_F(UserNamespaceTest, ATrialLeavesTheCallerWhereItIs) {
  const NetNsId before = id_here();
  EXPECT_TRUE(support_now(Feature::kUserNamespace));
  EXPECT_TRUE(support_now(Feature::kNetworkNamespace));
  EXPECT_EQ(id_here(), before);
}

TEST_F(UserNamespaceTest, ATrialTellsTheReasonAndTheFix) {
  in_child([] {
    enter_user_namespace();
    std::ofstream("/proc/sys/user/max_net_namespaces") << 0 << std::flush;
    std::ostringstream text;
    text << support_now(Feature::kNetworkNamespace);
    require(text.str().find("no: unshare CLONE_NEWNET: No space left on device [ENOSPC]; fix: this kind of "
                            "namespace is forbidden here (sysctl user.max_net_namespaces = 0)") == 0,
            text.str());
  });
}

}  // namespace
}  // namespace netlair::test
