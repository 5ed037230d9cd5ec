// SPDX-License-Identifier: Apache-2.0
#include "files/mount_namespace.hpp"

#include <netlair/harness/isolated_thread.hpp>
#include <netlair/netns/error.hpp>

#include <cerrno>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// The raw system calls: netlair's own setns() and unshare() would make the thread forget in which network it is.
int move(int mounts) noexcept {
  return ::syscall(SYS_unshare, CLONE_FS) == 0 && ::syscall(SYS_setns, mounts, CLONE_NEWNS) == 0 ? 0 : errno;
}

struct Root {
  bool operator==(const Root&) const = default;
  dev_t device;
  ino_t inode;
};

std::optional<Root> root_here() {
  struct stat status {};
  if (::stat("/", &status) != 0) return std::nullopt;
  return Root{status.st_dev, status.st_ino};
}

// The root of the mount namespace: setns(2) moves a thread there, even if it is in that namespace already. Empty
// without the privilege for that.
std::optional<Root> root_of_mounts() {
  std::optional<Root> root;
  IsolatedThread(IsolatedThread::Bare()).run([&] {
    const UniqueFd own = open_own("/proc/thread-self/ns/mnt");
    if (move(own.get()) == 0) root = root_here();
  });
  return root;
}

constexpr const char* kPrivilege =
    "this needs CAP_SYS_CHROOT besides CAP_SYS_ADMIN: run as root (sudo); in a container add --cap-add SYS_CHROOT";
constexpr const char* kNotEntered = "this user may not enter it: run the program from a directory that it may";

}  // namespace

UniqueFd open_own(const char* path) {
  return open_own(path, UniqueFd());
}

UniqueFd open_own(const char* path, const UniqueFd& task) {
  UniqueFd fd(::openat(task ? task.get() : AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
  throw_error_if(!fd, Step::kOpen, path);
  return fd;
}

std::string working_directory() {
  std::error_code removed;
  return std::filesystem::current_path(removed);
}

bool is_at_root_of_mounts() {
  static const std::optional<Root> root = root_of_mounts();  // valid for all namespaces: each is a copy of another
  return !root || root == root_here();
}

UniqueFd open_working_directory() {
  UniqueFd directory(::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory && errno == EACCES)
    throw Error(Step::kSetns, "the working directory '" + working_directory() + "'", EACCES, kNotEntered);
  return directory;
}

void move_to_mounts(const UniqueFd& mounts) {
  const int error_number = move(mounts.get());
  if (error_number == EPERM) throw Error(Step::kSetns, "the mount namespace of a host", error_number, kPrivilege);
  if (error_number != 0) throw Error(Step::kSetns, "the mount namespace of a host", error_number);
}

void change_to(const std::string& directory) {
  if (directory.empty() || ::chdir(directory.c_str()) == 0) return;
  throw Error(
      Step::kSetns, "the working directory '" + directory + "' in a host", errno,
      errno == EACCES ? kNotEntered : "a host has a /run of its own: run the program from a directory elsewhere");
}

// If there is no directory of that name any more, the thread stays at the root.
int return_to_mounts(int mounts, int directory, const std::string& name_of_directory) noexcept {
  if (const int error_number = move(mounts); error_number != 0) return error_number;
  [[maybe_unused]] const int ignored = directory >= 0 ? ::fchdir(directory) : ::chdir(name_of_directory.c_str());
  return 0;
}

}  // namespace netlair::detail
