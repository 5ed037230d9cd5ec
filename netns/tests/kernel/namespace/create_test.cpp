// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <netlair/network/network.hpp>

#include <fstream>

#include <sys/stat.h>

namespace netlair::test {
namespace {

class CreateTest : public KernelTest {};

TEST_F(CreateTest, MakesANamespaceOfItsOwnAndLeavesTheCallerWhereItIs) {
  const NetNsId before = id_here();
  const NetNs a = NetNs::create();
  const NetNs b = NetNs::create();
  EXPECT_EQ(id_here(), before);
  EXPECT_NE(a.id(), before);
  EXPECT_NE(a.id(), b.id());
  EXPECT_NE(a.id().ino, 0U);
}

TEST_F(CreateTest, AnonymousNamespacesHaveNoPathAndNoDirectory) {
  const NetNs ns = NetNs::create();
  EXPECT_TRUE(ns.path().empty());
  EXPECT_FALSE(ns.persist_dir());
  EXPECT_TRUE(ns.is_live());
}

TEST_F(CreateTest, ANewNamespaceHasALoopbackThatIsDown) {
  const auto links = Network(NetNs::create()).links();
  ASSERT_GE(links.size(), 1U);
  EXPECT_EQ(links.front().name, "lo");
  EXPECT_FALSE(links.front().up);
}

TEST_F(CreateTest, NoThreadOfTheProgramIsLeftInsideAClosedNamespace) {
  NetNs ns = NetNs::create();
  const NetNsId id = ns.id();
  ns.run([] {});
  ns.close();
  EXPECT_TRUE(eventually([&] { return threads_inside(id) == 0; }));
}

TEST_F(CreateTest, ANamedOneIsMountedInItsDirectoryAndGoesWithItsHandle) {
  const ScratchDir scratch;
  const auto path = scratch.path() / "names/blue";
  {
    const NetNs ns = NetNs::create("blue", scratch.persist_dir());
    EXPECT_EQ(ns.path(), path);
    EXPECT_EQ(ns.persist_dir(), scratch.persist_dir());
    EXPECT_EQ(id_of(path), ns.id());
    EXPECT_EQ(mounts_on(path), 1);
    EXPECT_EQ(mounts_on(scratch.path() / "names"), 1);
  }
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "names"));
  EXPECT_EQ(mounts_below(scratch.path()), 0);
}

TEST_F(CreateTest, AnExistingNameIsAnErrorAndIsNotTouched) {
  const ScratchDir scratch;
  const NetNs first = NetNs::create("blue", scratch.persist_dir());
  EXPECT_THAT([&] { NetNs::create("blue", scratch.persist_dir()); },
              ThrowsError(Step::kCreate, EEXIST, (scratch.path() / "names/blue").string()));
  EXPECT_EQ(id_of(first.path()), first.id());
  EXPECT_EQ(mounts_on(first.path()), 1);
}

TEST_F(CreateTest, AStaleFileOfThatNameIsAnErrorAndIsNotTouched) {
  const ScratchDir scratch;
  std::filesystem::create_directory(scratch.path() / "names");
  std::ofstream(scratch.path() / "names/blue") << "somebody's";
  EXPECT_THAT([&] { NetNs::create("blue", scratch.persist_dir()); },
              ThrowsError(Step::kCreate, EEXIST, "was not changed"));
  std::string text;
  std::ifstream(scratch.path() / "names/blue") >> text;
  EXPECT_EQ(text, "somebody's");
  std::filesystem::remove(scratch.path() / "names/blue");
  EXPECT_EQ(mounts_on(scratch.path() / "names"), 0);
  EXPECT_TRUE(std::filesystem::exists(scratch.path() / "names")) << "it was there before netlair was";
}

TEST_F(CreateTest, ABadNameIsRefusedBeforeAnythingIsMade) {
  const ScratchDir scratch;
  using std::string_view_literals::operator""sv;
  for (const std::string_view name : {""sv, "."sv, ".."sv, "../x"sv, "/tmp/x"sv, "a/b"sv, "a\0b"sv})
    EXPECT_THAT([&] { NetNs::create(name, scratch.persist_dir()); }, ThrowsError(Step::kName, EINVAL, "name"));
  EXPECT_THAT([&] { NetNs::create(std::string(256, 'x'), scratch.persist_dir()); },
              ThrowsError(Step::kName, ENAMETOOLONG, "longer than 255"));
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "names"));
}

TEST_F(CreateTest, ANameOf255BytesIsAName) {
  const ScratchDir scratch;
  EXPECT_TRUE(NetNs::create(std::string(255, 'x'), scratch.persist_dir()).is_live());
}

TEST_F(CreateTest, MakesTheDirectoriesThatAreMissingAndTakesThemBack) {
  const ScratchDir scratch;
  { const NetNs ns = NetNs::create("blue", PersistDir(scratch.path() / "a/b/c")); }
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "a"));
}

TEST_F(CreateTest, TheDirectoryStaysAsLongAsAnyNameIsInIt) {
  const ScratchDir scratch;
  NetNs first = NetNs::create("first", scratch.persist_dir());
  const NetNs second = NetNs::create("second", scratch.persist_dir());
  std::move(first).remove();
  EXPECT_EQ(mounts_on(scratch.path() / "names"), 1);
  EXPECT_EQ(id_of(second.path()), second.id());
}

}  // namespace
}  // namespace netlair::test
