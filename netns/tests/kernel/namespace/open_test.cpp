// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class OpenTest : public KernelTest {
 protected:
  void SetUp() override {
    KernelTest::SetUp();
    std::filesystem::create_directory(dir_.path());
  }
  const ScratchDir scratch_;
  const PersistDir dir_ = scratch_.persist_dir();
};

TEST_F(OpenTest, FindsWhatWasCreatedUnderThatName) {
  const NetNs made = NetNs::create("blue", dir_);
  const NetNs found = NetNs::open("blue", dir_);
  EXPECT_EQ(found.id(), made.id());
  EXPECT_NE(found.fd(), made.fd());
  EXPECT_EQ(found.path(), made.path());
}

TEST_F(OpenTest, AMissingNameIsAnErrorOrAnEmptyOptional) {
  EXPECT_THAT([&] { NetNs::open("nobody", dir_); }, ThrowsError(Step::kOpen, ENOENT, "names/nobody"));
  EXPECT_FALSE(NetNs::open_if_exists("nobody", dir_));
  const NetNs made = NetNs::create("blue", dir_);
  EXPECT_EQ(NetNs::open_if_exists("blue", dir_)->id(), made.id());
}

TEST_F(OpenTest, ABadNameIsRefused) {
  EXPECT_THAT([&] { NetNs::open("../names/x", dir_); }, ThrowsError(Step::kName, EINVAL, "'/'"));
}

TEST_F(OpenTest, APathThatWouldBeCutShortIsRefused) {
  const std::string path("/proc/self/ns/net\0x", 19);
  EXPECT_THAT([&] { NetNs::from_path(path); }, ThrowsError(Step::kCheckValue, EINVAL, "null byte"));
  EXPECT_THAT([&] { PersistDir{path}; }, ThrowsError(Step::kCheckValue, EINVAL, "null byte"));
}

TEST_F(OpenTest, RefusesAStalePlainFile) {
  std::ofstream(dir_.path() / "stale").close();
  EXPECT_THAT([&] { NetNs::open("stale", dir_); },
              ThrowsError(Step::kOpen, EINVAL, "is not a network namespace but an ordinary file"));
  EXPECT_THAT([&] { NetNs::open_if_exists("stale", dir_); }, ThrowsError(Step::kOpen, EINVAL, "an ordinary file"));
}

TEST_F(OpenTest, RefusesADirectory) {
  EXPECT_THAT([&] { NetNs::from_path(dir_.path()); }, ThrowsError(Step::kOpen, EINVAL, "but a directory"));
}

TEST_F(OpenTest, RefusesAPipeWithoutWaitingForItsOtherEnd) {
  ASSERT_EQ(::mkfifo((dir_.path() / "pipe").c_str(), 0600), 0);
  EXPECT_THAT([&] { NetNs::open("pipe", dir_); }, ThrowsError(Step::kOpen, EINVAL, "but a pipe"));
}

TEST_F(OpenTest, RefusesAnotherKindOfNamespace) {
  EXPECT_THAT([] { NetNs::from_path("/proc/self/ns/mnt"); },
              ThrowsError(Step::kOpen, EINVAL, "'/proc/self/ns/mnt' is not a network namespace but a mount namespace"));
  EXPECT_THAT([] { NetNs::from_path("/proc/self/ns/uts"); }, ThrowsError(Step::kOpen, EINVAL, "a UTS namespace"));
  EXPECT_THAT([] { NetNs::from_fd(UniqueFd(::open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC))); },
              ThrowsError(Step::kOpen, EINVAL, "a PID namespace"));
}

TEST_F(OpenTest, RefusesADescriptorThatIsNotOpen) {
  EXPECT_THAT([] { NetNs::from_fd(UniqueFd()); }, ThrowsError(Step::kOpen, EINVAL, "a closed descriptor"));
}

TEST_F(OpenTest, CurrentIsThatOfTheCallingThreadAndNotOfTheMainThread) {
  const NetNsId main_thread = id_here();
  const NetNs ns = NetNs::create();
  std::thread([&] {
    ns.enter();
    EXPECT_EQ(NetNs::current().id(), ns.id());
    EXPECT_EQ(NetNs::from_path("/proc/self/ns/net").id(), main_thread);
    EXPECT_EQ(NetNs::from_path(NetNs::current().path()).id(), ns.id());
  }).join();
  EXPECT_EQ(NetNs::current().id(), main_thread);
}

TEST_F(OpenTest, FromPidIsThatOfTheProcess) {
  EXPECT_EQ(NetNs::from_pid(::getpid()).id(), id_of("/proc/self/ns/net"));
  EXPECT_THAT([] { NetNs::from_pid(0); }, ThrowsError(Step::kOpen, ENOENT, "/proc/0/ns/net"));
}

TEST_F(OpenTest, FromFdTakesTheDescriptorOver) {
  const NetNs made = NetNs::create();
  const int fd = ::fcntl(made.fd(), F_DUPFD_CLOEXEC, 0);
  EXPECT_EQ(NetNs::from_fd(UniqueFd(fd)).id(), made.id());
  EXPECT_EQ(::fcntl(fd, F_GETFD), -1);
}

}  // namespace
}  // namespace netlair::test
