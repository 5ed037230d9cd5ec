// SPDX-License-Identifier: Apache-2.0
// Hosts that are made in advance, as the kernel shows them.
#include "harness_test.hpp"

#include "sanitizer.hpp"

#include <cstdlib>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

// Turns off the fixtures' own pool, whose hosts would come and go among those that are examined here.
[[maybe_unused]] const int kFixturesHaveNone = ::setenv("NETLAIR_POOL", "0", 1);

class HostPoolTest : public NetNsTest {
 protected:
  void SetUp() override {
    if (kUnderThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer has no pool";
  }
  static bool fills(const HostPool& pool, std::size_t count) {
    return eventually([&] { return pool.ready() == count; });
  }
  // The networks of the threads of this process.
  static std::set<ino_t> networks() {
    std::set<ino_t> found;
    for (const auto& entry : fs::directory_iterator("/proc/self/task")) {
      struct stat status {};
      if (::stat((entry.path() / "ns/net").c_str(), &status) == 0) found.insert(status.st_ino);
    }
    return found;
  }
  static ino_t network_of(const Host& host) { return host.ns().id().ino; }
};

NETLAIR_TEST_F(HostPoolTest, GivesWhatItHasMadeMeanwhile) {
  HostPool pool(2);
  EXPECT_EQ(pool.take(5), nullptr) << "not yet";
  ASSERT_TRUE(fills(pool, 2));
  const auto host = pool.take(0);
  ASSERT_NE(host, nullptr);
  EXPECT_NE(network_of(*host), NetNs::current().id().ino);
  EXPECT_EQ(pool.ready(), 1U);
}

// A host from the pool has everything that other hosts have.
NETLAIR_TEST_F(HostPoolTest, WhatItGivesIsAHostLikeAnyOther) {
  HostPool pool(1, "pooled");
  (void)pool.take(1);
  ASSERT_TRUE(fills(pool, 1));
  const auto host = pool.take(0);
  ASSERT_NE(host, nullptr);
  EXPECT_TRUE(host->has_own_files());
  EXPECT_THAT(*host, HasLink("lo", IsUp()));
  host->hosts().add("10.0.0.1", "db.test");
  EXPECT_THAT(*host, Resolves("db.test").to("10.0.0.1"));
  EXPECT_EQ(host->run({"hostname"}).out, "pooled\n");
  EXPECT_EQ(host->run({"ls", "/sys/class/net"}).out, "lo\n");
}

NETLAIR_TEST_F(HostPoolTest, WhatIsMountedInOneIsSeen) {
  HostPool pool(1);
  (void)pool.take(1);
  ASSERT_TRUE(fills(pool, 1));
  const auto host = pool.take(0);
  ASSERT_NE(host, nullptr);
  host->run([] { ASSERT_EQ(::mount("netlair", "/mnt", "tmpfs", 0, nullptr), 0); });
  EXPECT_THAT(host->stop().left, ::testing::ElementsAre("mount /mnt (tmpfs)"));
}

NETLAIR_TEST_F(HostPoolTest, NoneIsGivenTwice) {
  HostPool pool(3);
  std::vector<std::unique_ptr<Host>> hosts;
  std::set<ino_t> given;
  for (int i = 0; i < 20; ++i) {
    if (auto host = pool.take(3)) {
      EXPECT_TRUE(given.insert(network_of(*host)).second);
      hosts.push_back(std::move(host));  // so that the kernel does not reuse an inode
    }
    ASSERT_TRUE(fills(pool, 3));
  }
  EXPECT_EQ(given.size(), 19U);
}

NETLAIR_TEST_F(HostPoolTest, OfNoneThereIsNoneEver) {
  HostPool pool(0);
  const auto tasks = networks();
  EXPECT_EQ(pool.take(5), nullptr);
  EXPECT_EQ(pool.take(5), nullptr);
  EXPECT_EQ(networks(), tasks);
  HostPool not_wanted(2);
  EXPECT_EQ(not_wanted.take(0), nullptr);
  EXPECT_EQ(not_wanted.ready(), 0U);
}

NETLAIR_TEST_F(HostPoolTest, NothingOfItIsLeftBehindIt) {
  const auto before = networks();
  const auto descriptors = open_descriptors();
  {
    HostPool pool(3);
    (void)pool.take(3);
    ASSERT_TRUE(fills(pool, 3));
    EXPECT_EQ(networks().size(), before.size() + 3);
    EXPECT_LE(open_descriptors().size(), descriptors.size() + 1) << "but for the one that tells of mounts";
  }
  EXPECT_TRUE(eventually([&] { return networks() == before; }));
  EXPECT_EQ(open_descriptors(), descriptors);
}

// A forked child has neither descriptors nor threads of the pool's hosts.
NETLAIR_TEST_F(HostPoolTest, AForkedChildHasNoneOfIt) {
  HostPool pool(2);
  (void)pool.take(2);
  ASSERT_TRUE(fills(pool, 2));
  const pid_t child = ::fork();
  if (child == 0) {
    const bool has_none = pool.take(2) == nullptr && networks().size() == 1;
    ::_exit(has_none ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NE(pool.take(0), nullptr) << "and its parent has it still";
}

NETLAIR_TEST_F(HostPoolTest, WhatIsMountedMeanwhileMakesItsHostsOutdated) {
  HostPool pool(1);
  (void)pool.take(1);
  ASSERT_TRUE(fills(pool, 1));
  ASSERT_EQ(::mount("netlair", "/mnt", "tmpfs", 0, nullptr), 0);
  EXPECT_EQ(pool.take(1), nullptr);
  ASSERT_TRUE(fills(pool, 1));
  const auto host = pool.take(0);
  ::umount("/mnt");
  ASSERT_NE(host, nullptr);
  EXPECT_EQ(host->run({"stat", "-f", "-c", "%T", "/mnt"}).out, "tmpfs\n");
}

NETLAIR_TEST_F(HostPoolTest, GivesNothingToWhoHasAnotherRoot) {
  HostPool pool(1);
  (void)pool.take(1);
  ASSERT_TRUE(fills(pool, 1));
  std::thread([&] {
    ASSERT_EQ(::unshare(CLONE_FS), 0);
    ASSERT_EQ(::chroot("/usr"), 0);
    EXPECT_EQ(pool.take(0), nullptr);
  }).join();
  EXPECT_NE(pool.take(0), nullptr);
}

}  // namespace
}  // namespace netlair::test
