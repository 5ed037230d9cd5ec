// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <netlair/fixtures/netns_test.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;

int count_mounts(const std::function<bool(std::string_view)>& wanted) {
  std::ifstream lines("/proc/self/mountinfo");
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string point;  // the fifth field, proc_pid_mountinfo(5)
    for (int field = 1; field <= 5; ++field) fields >> point;
    if (wanted(point)) ++count;
  }
  return count;
}

// A thread's first run() opens a descriptor for its way back, which stays open, and is not a leak.
void keep_a_way_back() {
  NetNs::create().run([] {});
}

}  // namespace

void KernelTest::SetUp() {
  if (const Support its = isolation_support(); !its) return skip_or_fail_without_isolation(its);
  keep_a_way_back();
  descriptors_ = open_descriptors();
}

void KernelTest::TearDown() {
  if (IsSkipped()) return;
  keep_a_way_back();
  EXPECT_EQ(open_descriptors(), descriptors_) << "the test has left descriptors open";
}

ScratchDir::ScratchDir() : path_(make_temporary_directory()) {}

ScratchDir::~ScratchDir() {
  EXPECT_EQ(mounts_below(path_), 0) << "the test has left mounts in its directory";
  std::error_code error;
  fs::remove_all(path_, error);
  EXPECT_FALSE(error) << path_;
}

NetNsId id_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) throw std::runtime_error("cannot stat " + path.string());
  return {status.st_dev, status.st_ino};
}

NetNsId id_here() {
  return id_of("/proc/thread-self/ns/net");
}

int threads_inside(const NetNsId& id) {
  int count = 0;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    struct stat status {};
    if (::stat((task.path() / "ns/net").c_str(), &status) == 0 && NetNsId{status.st_dev, status.st_ino} == id) ++count;
  }
  return count;
}

int mounts_on(const fs::path& path) {
  const std::string wanted = fs::weakly_canonical(path);
  return count_mounts([&](std::string_view point) { return point == wanted; });
}

int mounts_below(const fs::path& path) {
  const std::string prefix = fs::weakly_canonical(path).string() + "/";
  return count_mounts([&](std::string_view point) { return point.substr(0, prefix.size()) == prefix; });
}

void in_child(const std::function<void()>& f) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    int status = 0;
    try {
      f();
    } catch (const std::exception& error) {
      std::cerr << "in the child: " << error.what() << std::endl;
      status = 1;
    }
    ::_exit(status);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0) << "the child's words are on standard error";
}

Descriptors::Descriptors() {
  constexpr rlimit kLimit{1024, 1024};
  ::setrlimit(RLIMIT_NOFILE, &kLimit);
  for (int fd = ::dup(2); fd >= 0; fd = ::dup(2)) taken_.emplace_back(fd);
}

void drop_every_capability_of_this_thread() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  require(::syscall(SYS_capset, &header, none.data()) == 0, "capset");
}

void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

CommandResult command(const std::string& line) {
  // The directories of ip(8) and the like, which ordinary users' PATH lacks.
  FILE* pipe = ::popen(("PATH=\"$PATH:/usr/local/sbin:/usr/sbin:/sbin\"; " + line + " 2>&1").c_str(), "re");
  std::string output;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) output += buffer.data();
  const int status = ::pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

}  // namespace netlair::test
