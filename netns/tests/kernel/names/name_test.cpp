// SPDX-License-Identifier: Apache-2.0
// The life of a name: removed, kept, or removed or replaced by other programs.
#include "kernel_test.hpp"

#include <fstream>

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

class NameTest : public KernelTest {
 protected:
  const ScratchDir scratch_;
  const PersistDir dir_ = scratch_.persist_dir();
};

TEST_F(NameTest, RemoveTakesNameMountAndDirectoryAway) {
  NetNs ns = NetNs::create("blue", dir_);
  std::move(ns).remove();
  EXPECT_FALSE(fs::exists(dir_.path()));
  EXPECT_EQ(mounts_below(scratch_.path()), 0);
  EXPECT_THAT([&] { NetNs::open("blue", dir_); }, ThrowsError(Step::kOpen, ENOENT, "blue"));
}

TEST_F(NameTest, AnOpenedHandleCanRemoveToo) {
  NetNs made = NetNs::create("blue", dir_).keep_name();
  NetNs opened = NetNs::open("blue", dir_);
  std::move(opened).remove();
  EXPECT_FALSE(fs::exists(dir_.path()));
}

TEST_F(NameTest, WithoutANameThereIsNothingToRemove) {
  NetNs::create().remove();
  NetNs ns = NetNs::create("blue", dir_);
  NetNs::from_path(ns.path()).remove();
  NetNs::current().remove();
  EXPECT_EQ(id_of(ns.path()), ns.id());
}

TEST_F(NameTest, AKeptNameOutlivesItsHandleAndTheNamespaceItsLastDescriptor) {
  NetNsId id;
  { id = NetNs::create("blue", dir_).keep_name().id(); }
  NetNs found = NetNs::open("blue", dir_);
  EXPECT_EQ(found.id(), id);
  std::move(found).remove();
}

TEST_F(NameTest, AForkedChildDoesNotTakeItsParentsNameAway) {
  auto ns = std::make_unique<NetNs>(NetNs::create("blue", dir_));
  in_child([&] { ns.reset(); });
  EXPECT_EQ(id_of(dir_.path() / "blue"), ns->id());
}

TEST_F(NameTest, RemovingANameThatSomebodyElseHasRemovedIsReported) {
  NetNs ns = NetNs::create("blue", dir_);
  ASSERT_EQ(::umount2(ns.path().c_str(), MNT_DETACH), 0);
  fs::remove(ns.path());
  EXPECT_THAT([&] { std::move(ns).remove(); }, ThrowsError(Step::kUnmount, ENOENT, "names/blue"));
  EXPECT_TRUE(dir_.undo_init());
}

TEST_F(NameTest, ANameThatHasComeToMeanAnotherNamespaceIsLeftAlone) {
  NetNs ns = NetNs::create("blue", dir_);
  ASSERT_EQ(::umount2(ns.path().c_str(), MNT_DETACH), 0);
  const NetNs theirs = NetNs::create();
  const std::string from = "/proc/self/fd/" + std::to_string(theirs.fd());
  ASSERT_EQ(::mount(from.c_str(), ns.path().c_str(), nullptr, MS_BIND, nullptr), 0);
  EXPECT_THAT([&] { std::move(ns).remove(); }, ThrowsError(Step::kUnmount, ESTALE, "was not changed"));
  EXPECT_EQ(id_of(dir_.path() / "blue"), theirs.id());
  NetNs::open("blue", dir_).remove();
}

TEST_F(NameTest, ADestructorThatCannotRemoveSaysSo) {
  const NetNs theirs = NetNs::create();
  const std::string from = "/proc/self/fd/" + std::to_string(theirs.fd());
  ::testing::internal::CaptureStderr();
  {
    const NetNs ns = NetNs::create("blue", dir_);
    ASSERT_EQ(::umount2(ns.path().c_str(), MNT_DETACH), 0);
    ASSERT_EQ(::mount(from.c_str(), ns.path().c_str(), nullptr, MS_BIND, nullptr), 0);
  }
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("left behind: unmount"));
  NetNs::open("blue", dir_).remove();
  EXPECT_FALSE(fs::exists(dir_.path()));
}

// A detached name leaves only the file that it was mounted on.
TEST_F(NameTest, ADestructorTakesTheFileOfADetachedNameAway) {
  {
    const NetNs ns = NetNs::create("blue", dir_);
    ASSERT_EQ(::umount2(ns.path().c_str(), MNT_DETACH), 0);
  }
  EXPECT_FALSE(fs::exists(dir_.path()));
}

TEST_F(NameTest, TheNamespaceIsUsableAfterItsNameWasDetached) {
  const NetNs ns = NetNs::create("blue", dir_);
  const NetNs opened = NetNs::open("blue", dir_);
  ASSERT_EQ(::umount2(ns.path().c_str(), MNT_DETACH), 0);
  EXPECT_EQ(opened.run([] { return id_here(); }), ns.id());
  const std::string from = "/proc/self/fd/" + std::to_string(opened.fd());
  ASSERT_EQ(::mount(from.c_str(), ns.path().c_str(), nullptr, MS_BIND, nullptr), 0) << "so that it can be removed";
}

TEST_F(NameTest, TheDirectoryIsASharedMountPointAndMadeOnce) {
  dir_.init();
  dir_.init();
  EXPECT_EQ(mounts_on(dir_.path()), 1);
  EXPECT_EQ(command("grep -c ' " + dir_.path().string() + " .* shared:' /proc/self/mountinfo").output, "1\n");
  EXPECT_TRUE(dir_.undo_init());
  EXPECT_FALSE(dir_.undo_init());
  EXPECT_FALSE(fs::exists(dir_.path()));
}

TEST_F(NameTest, AnEmptyDirectoryThatSomebodyElseMadeAMountPointStays) {
  fs::create_directory(dir_.path());
  ASSERT_EQ(::mount(dir_.path().c_str(), dir_.path().c_str(), nullptr, MS_BIND, nullptr), 0);
  ASSERT_EQ(::mount(nullptr, dir_.path().c_str(), nullptr, MS_SHARED, nullptr), 0);
  { const NetNs ns = NetNs::create("blue", dir_); }
  EXPECT_EQ(mounts_on(dir_.path()), 1);
  ASSERT_EQ(::umount2(dir_.path().c_str(), MNT_DETACH), 0);
}

TEST_F(NameTest, ContainsLooksAtWhatAPathResolvesTo) {
  fs::create_directory(dir_.path());
  fs::create_directory_symlink(dir_.path(), scratch_.path() / "alias");
  fs::create_symlink("/etc/passwd", dir_.path() / "out");
  EXPECT_TRUE(dir_.contains(dir_.path() / "blue"));
  EXPECT_TRUE(dir_.contains(scratch_.path() / "alias/blue"));
  EXPECT_TRUE(dir_.contains(scratch_.path() / "alias/../names/blue"));
  EXPECT_FALSE(dir_.contains(dir_.path() / "../blue"));
  EXPECT_FALSE(dir_.contains(dir_.path() / "out"));
  EXPECT_FALSE(dir_.contains(dir_.path()));
  EXPECT_FALSE(dir_.contains(scratch_.path() / "names-of-others/blue"));
  EXPECT_TRUE(PersistDir().contains("/var/run/netns/blue"));
  EXPECT_TRUE(PersistDir().contains("/run/netns/blue")) << "/var/run is a symbolic link to /run";
  EXPECT_FALSE(PersistDir().contains("/var/run/netns/../x"));
}

TEST_F(NameTest, AFileThatIsNoNameKeepsTheDirectoryButNotTheMount) {
  fs::create_directory(dir_.path());
  std::ofstream(dir_.path() / "theirs").close();
  { const NetNs ns = NetNs::create("blue", dir_); }
  EXPECT_EQ(mounts_on(dir_.path()), 0);
  EXPECT_THROW(NetNs::create("theirs", dir_), Error);
  EXPECT_EQ(mounts_on(dir_.path()), 0);
  EXPECT_TRUE(fs::exists(dir_.path() / "theirs"));
  EXPECT_FALSE(dir_.undo_init()) << "nothing is left to take back";
}

// The path that removes the name may be spelled differently from the path that created it.
TEST_F(NameTest, TakesBackNoDirectoryThatSomebodyElseMade) {
  fs::create_directories(scratch_.path() / "theirs/too");
  fs::create_directory_symlink(scratch_.path() / "theirs/too", scratch_.path() / "alias");
  NetNs::create("blue", PersistDir(scratch_.path() / "alias/lair")).keep_name();
  NetNs::open("blue", PersistDir(scratch_.path() / "theirs/too/lair")).remove();
  EXPECT_FALSE(fs::exists(scratch_.path() / "theirs/too/lair"));
  EXPECT_TRUE(fs::exists(scratch_.path() / "theirs/too"));
}

TEST_F(NameTest, ARelativeDirectoryStaysWhereItWasWhenTheProgramMoves) {
  in_child([&] {
    fs::current_path(scratch_.path());
    NetNs ns = NetNs::create("blue", PersistDir("relative"));
    require(ns.path() == scratch_.path() / "relative/blue", ns.path().string());
    fs::current_path("/");
    std::move(ns).remove();
    require(!fs::exists(scratch_.path() / "relative"), "the directory was left");
  });
}

}  // namespace
}  // namespace netlair::test
