// SPDX-License-Identifier: Apache-2.0
// What a handle is: equality, printing, identity, moving, closing.
#include "kernel_test.hpp"

#include <set>
#include <sstream>
#include <type_traits>
#include <unordered_set>

#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class HandleTest : public KernelTest {};

static_assert(!std::is_copy_constructible_v<NetNs> && !std::is_copy_assignable_v<NetNs>);
static_assert(std::is_nothrow_move_constructible_v<NetNs> && std::is_nothrow_move_assignable_v<NetNs>);

template <class T>
std::string printed(const T& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

TEST_F(HandleTest, PrintsDescriptorDeviceInodeAndPath) {
  const ScratchDir scratch;
  const NetNs ns = NetNs::create("blue", scratch.persist_dir());
  EXPECT_EQ(printed(ns), "NetNs { fd: " + std::to_string(ns.fd()) + ", dev: " + std::to_string(ns.id().dev) +
                             ", ino: " + std::to_string(ns.id().ino) + ", path: " + ns.path().string() + " }");
}

TEST_F(HandleTest, PrintsNoDeviceAndInodeWhenTheDescriptorIsNotLive) {
  NetNs ns = NetNs::from_path("/proc/self/ns/net");
  ::close(ns.fd());  // without telling the handle
  EXPECT_FALSE(ns.is_live());
  EXPECT_EQ(printed(ns), "NetNs { fd: " + std::to_string(ns.fd()) + ", path: /proc/self/ns/net }");
  EXPECT_THROW(ns.close(), Error);
}

TEST_F(HandleTest, ADescriptorThatHasComeToMeanSomethingElseIsNotLive) {
  NetNs ns = NetNs::create();
  const NetNs other = NetNs::create();
  ASSERT_EQ(::dup2(other.fd(), ns.fd()), ns.fd());
  EXPECT_FALSE(ns.is_live());
  EXPECT_TRUE(other.is_live());
}

TEST_F(HandleTest, TwoHandlesOfOneNamespaceAreEqual) {
  const NetNs a = NetNs::current();
  const NetNs b = NetNs::from_path("/proc/self/ns/net");
  const NetNs c = NetNs::create();
  EXPECT_EQ(a, b);
  EXPECT_EQ(a.duplicate(), a);
  EXPECT_NE(a, c);
}

TEST_F(HandleTest, HandlesThatAreNotLiveAreComparedByDescriptorAndThenByPath) {
  const ScratchDir scratch;
  NetNs blue = NetNs::create("blue", scratch.persist_dir());
  NetNs again = NetNs::open("blue", scratch.persist_dir());
  NetNs green = NetNs::create("green", scratch.persist_dir());
  const NetNs live = NetNs::open("green", scratch.persist_dir());
  EXPECT_NE(blue, green);
  again.close();
  EXPECT_EQ(blue, again) << "one is not live: by path";
  green.close();
  EXPECT_NE(blue, green) << "by path";
  EXPECT_EQ(live, green) << "by path";
  EXPECT_NE(again, green) << "no descriptor is not the same descriptor";
}

TEST_F(HandleTest, AClosedAnonymousHandleIsEqualToItsOwnNamespaceOnly) {
  NetNs ns = NetNs::create();
  const NetNs copy = ns.duplicate();
  const NetNs other = NetNs::create();
  ns.close();
  EXPECT_EQ(ns, copy);
  EXPECT_NE(ns, other);
}

TEST_F(HandleTest, IdsAreOrderedAndHashable) {
  const NetNs a = NetNs::create();
  const NetNs b = NetNs::create();
  EXPECT_EQ((std::set<NetNsId>{a.id(), b.id(), a.duplicate().id()}.size()), 2U);
  EXPECT_EQ((std::unordered_set<NetNsId>{a.id(), b.id(), a.duplicate().id()}.size()), 2U);
  EXPECT_EQ(printed(a.id()), std::to_string(a.id().dev) + ":" + std::to_string(a.id().ino));
}

TEST_F(HandleTest, ADuplicateLivesOnWhenTheFirstIsClosedAndDoesNotOwnTheName) {
  const ScratchDir scratch;
  NetNs ns = NetNs::create("blue", scratch.persist_dir());
  { const NetNs copy = ns.duplicate(); }
  EXPECT_EQ(id_of(ns.path()), ns.id());
  const NetNs copy = ns.duplicate();
  std::move(ns).remove();
  copy.run([&] { EXPECT_EQ(id_here(), copy.id()); });
}

TEST_F(HandleTest, AMovedFromHandleIsClosed) {
  NetNs ns = NetNs::create();
  const NetNs moved = std::move(ns);
  EXPECT_EQ(ns.fd(), -1);  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move): what is tested
  EXPECT_FALSE(ns.is_live());
  EXPECT_TRUE(moved.is_live());
}

TEST_F(HandleTest, AssignmentLetsTheOldNameGo) {
  const ScratchDir scratch;
  NetNs ns = NetNs::create("blue", scratch.persist_dir());
  ns = NetNs::create("green", scratch.persist_dir());
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "names/blue"));
  EXPECT_EQ(id_of(scratch.path() / "names/green"), ns.id());
}

TEST_F(HandleTest, ClosingWorksOnceAndEndsEverythingElse) {
  NetNs ns = NetNs::create();
  ns.close();
  EXPECT_THAT([&] { ns.close(); }, ThrowsError(Step::kClose, EBADF, "Bad file descriptor"));
  EXPECT_THAT([&] { ns.run([] {}); }, ThrowsError(Step::kSetns, EBADF, "NetNs { fd: -1 }"));
  EXPECT_THAT([&] { ns.enter(); }, ThrowsError(Step::kSetns, EBADF, "NetNs { fd: -1 }"));
  EXPECT_THAT([&] { ns.duplicate(); }, ThrowsError(Step::kOpen, EBADF, "descriptor -1"));
}

TEST_F(HandleTest, ASocketLivesInTheNamespaceThatItWasAskedFrom) {
  const NetNs ns = NetNs::create();
  const UniqueFd socket = ns.socket(AF_INET, SOCK_STREAM);
  const UniqueFd owner(::ioctl(socket.get(), SIOCGSKNS));
  EXPECT_EQ(id_of("/proc/self/fd/" + std::to_string(owner.get())), ns.id());
  EXPECT_NE(::fcntl(socket.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_THAT([&] { ns.socket(AF_INET, 99); }, ThrowsError(Step::kSocket, EINVAL, "(2, 99, 0)"));
}

}  // namespace
}  // namespace netlair::test
