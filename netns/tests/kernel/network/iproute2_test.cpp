// SPDX-License-Identifier: Apache-2.0
// Both directions: `ip netns` on what netlair made, and netlair on what `ip netns` made. The tests use the default
// directory, where iproute2 looks, but in a mount namespace of their own, so that the machine's names are neither seen
// nor touched.
#include "kernel_test.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

class Iproute2Test : public KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    if (command("ip -Version").status != 0) GTEST_SKIP() << "there is no `ip`: install iproute2";
  }
};

// If `ip netns` was used on this machine before, its mount still exists, hidden below the test's own /run.
int hidden_mounts = 0;  // NOLINT(*-non-const-global-variables): of a child that has nothing else to do

int mounts_on_names() {
  return mounts_on("/run/netns") - hidden_mounts;
}

void in_own_run(const std::function<void()>& f) {
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
            "private");
    require(::mount("tmpfs", "/run", "tmpfs", 0, nullptr) == 0, "tmpfs on /run");
    hidden_mounts = mounts_on("/run/netns");
    f();
  });
}

void require_command(const std::string& line, const std::string& expected) {
  const CommandResult result = command(line);
  require(result.status == 0 && result.output == expected, line + " printed: " + result.output);
}

TEST_F(Iproute2Test, ListsIdentifiesAndRunsInOurs) {
  in_own_run([] {
    const NetNs ns = NetNs::create("blue");
    require_command("ip netns list", "blue\n");
    const std::string self = std::to_string(::getpid());
    ns.run([&] { require_command("ip netns identify " + self, "blue\n"); });
    const CommandResult pids = ns.run([] { return command("ip netns pids blue"); });
    require(("\n" + pids.output).find("\n" + self + "\n") != std::string::npos, pids.output);
    const CommandResult inside = command("ip netns exec blue readlink /proc/self/ns/net");
    require(inside.output == "net:[" + std::to_string(ns.id().ino) + "]\n", inside.output);
  });
}

TEST_F(Iproute2Test, DeletesOurs) {
  in_own_run([] {
    NetNs ns = NetNs::create("blue");
    require_command("ip netns del blue", "");
    require(!fs::exists("/run/netns/blue"), "the name is still there");
    try {
      std::move(ns).remove();
    } catch (const Error& error) {
      require(error.step() == Step::kUnmount && error.error_number() == ENOENT, error.what());
      return;
    }
    throw std::runtime_error("removing what `ip` had deleted was not reported");
  });
}

TEST_F(Iproute2Test, WeOpenEnterAndRemoveTheirs) {
  in_own_run([] {
    require_command("ip netns add green", "");
    NetNs ns = NetNs::open("green");
    require(ns.run([] { return id_here(); }) == id_of("/run/netns/green"), "another namespace");
    std::move(ns).remove();
    require_command("ip netns list", "");
    require(mounts_on_names() == 1, "the directory that `ip` made is not ours to take away");
  });
}

TEST_F(Iproute2Test, BothMakeNamesSideBySide) {
  in_own_run([] {
    require_command("ip netns add green", "");
    {
      const NetNs ns = NetNs::create("blue");
      require(mounts_on_names() == 1, "stacked mounts");
      require_command("ip netns add red", "");
    }
    require(!fs::exists("/run/netns/blue"), "blue is still there");
    require_command("ip netns del green && ip netns del red", "");
  });
  in_own_run([] {
    {
      const NetNs ns = NetNs::create("blue");
      require_command("ip netns add green", "");
      require(mounts_on_names() == 1, "stacked mounts");
    }
    require_command("ip netns list", "green\n");
  });
}

}  // namespace
}  // namespace netlair::test
