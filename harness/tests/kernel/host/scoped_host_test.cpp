// SPDX-License-Identifier: Apache-2.0
// A thread that cannot enter a host stays where it was.
#include "harness_test.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class ScopedHostTest : public NetNsTest {};

// Drops the capabilities of this thread only, which ends with the test.
void give_up(const std::initializer_list<unsigned>& capabilities) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
  ASSERT_EQ(::syscall(SYS_capget, &header, sets.data()), 0);
  for (const unsigned each : capabilities) sets.at(each / 32).effective &= ~(1U << (each % 32));
  ASSERT_EQ(::syscall(SYS_capset, &header, sets.data()), 0);
}

// As in a container that has been given only CAP_SYS_ADMIN.
NETLAIR_TEST_F(ScopedHostTest, WithoutTheCapabilityToChangeItsRootAThreadStaysWhereItIs) {
  const Host machine("elsewhere");
  const fs::path here = fs::current_path();
  give_up({CAP_SYS_CHROOT});
  const Error error = error_of([&] { machine.run([] {}); });
  EXPECT_EQ(error.step(), Step::kSetns);
  EXPECT_EQ(error.error_number(), EPERM);
  EXPECT_THAT(error.what(), HasSubstr("CAP_SYS_CHROOT"));
  EXPECT_EQ(host_name(), "host");
  EXPECT_EQ(fs::current_path(), here);
  EXPECT_EQ(NetNs::current().id(), host().ns().id());
}

class ClosedDirectory {
 public:
  ClosedDirectory() {
    EXPECT_NE(::mkdtemp(name_.data()), nullptr);
    EXPECT_EQ(::chdir(name_.c_str()), 0);
    EXPECT_EQ(::chmod(name_.c_str(), 0), 0);
  }
  ClosedDirectory(const ClosedDirectory&) = delete;
  ClosedDirectory& operator=(const ClosedDirectory&) = delete;
  ~ClosedDirectory() { ::rmdir(name_.c_str()); }
  const std::string& name() const { return name_; }

 private:
  std::string name_ = fs::temp_directory_path() / "netlair-closed-XXXXXX";
};

// As after `setpriv --reuid=65534 my_test` in root's home.
NETLAIR_TEST_F(ScopedHostTest, AWorkingDirectoryThatItMayNotEnterIsNotLost) {
  const Host machine;
  const ClosedDirectory closed;
  give_up({CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH});
  for (int i = 0; i < 2; ++i) {
    const Error error = error_of([&] { machine.run([] {}); });
    EXPECT_EQ(error.error_number(), EACCES);
    EXPECT_THAT(error.what(), HasSubstr("'" + closed.name() + "'"));
    EXPECT_THAT(error.what(), HasSubstr("this user may not enter it"));
    EXPECT_THAT(error.what(), Not(HasSubstr("/run of its own")));
    EXPECT_EQ(fs::current_path(), closed.name());
  }
}

// Changes the root to one that is not the root of the mount namespace, until the end of the scope.
class Jail {
 public:
  /// The new root is `directory`; it gets a /proc, and a file that distinguishes it from the machine's root.
  explicit Jail(const std::string& directory) : machine_(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    fs::create_directories(directory + "/proc");
    EXPECT_EQ(::mount("/proc", (directory + "/proc").c_str(), nullptr, MS_BIND | MS_REC, nullptr), 0);
    std::ofstream(directory + "/inside") << "x";
    EXPECT_EQ(::chroot(directory.c_str()), 0);
    EXPECT_EQ(::chdir("/"), 0);
  }
  Jail(const Jail&) = delete;
  Jail& operator=(const Jail&) = delete;
  ~Jail() {
    EXPECT_EQ(::fchdir(machine_.get()), 0);
    EXPECT_EQ(::chroot("."), 0);
  }

 private:
  UniqueFd machine_;
};

void expect_hosts_that_are_inside() {
  Host machine("jailed");
  EXPECT_EQ(machine.run(host_name), "jailed");
  EXPECT_TRUE(machine.run([] { return fs::exists("/inside"); }));
  EXPECT_TRUE(machine.async([] { return fs::exists("/inside"); }).join());
  EXPECT_TRUE(fs::exists("/inside"));
  EXPECT_NE(machine.ns().id(), NetNs::current().id());
}

NETLAIR_TEST_F(ScopedHostTest, InARootOfItsOwnAHostHasANetworkAndANameAndTheThreadStaysInside) {
  ASSERT_EQ(::mkdir("/run/jail", 0755), 0);
  {
    const Jail jail("/run/jail");
    expect_hosts_that_are_inside();
  }
  ASSERT_EQ(::umount2("/run/jail/proc", MNT_DETACH), 0);
}

NETLAIR_TEST_F(ScopedHostTest, SoItIsWhereThatRootIsAMount) {
  ASSERT_EQ(::mkdir("/run/jail", 0755), 0);
  ASSERT_EQ(::mount("tmpfs", "/run/jail", "tmpfs", 0, nullptr), 0);
  {
    const Jail jail("/run/jail");
    expect_hosts_that_are_inside();
  }
  ASSERT_EQ(::umount2("/run/jail", MNT_DETACH), 0);
}

}  // namespace
}  // namespace netlair::test
