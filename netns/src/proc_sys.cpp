// SPDX-License-Identifier: Apache-2.0
#include "proc_sys.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

int open_for_writing(const char* path) noexcept {
  const int directory = ::open("/proc/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return -1;
  const int fd = ::openat(directory, path, O_WRONLY | O_CLOEXEC);
  const int error_number = errno;
  ::close(directory);
  errno = error_number;
  return fd;
}

}  // namespace

bool write_proc_sys(const char* path, const char* text) noexcept {
  const int fd = open_for_writing(path);
  if (fd < 0) return false;
  const bool written = ::write(fd, text, std::strlen(text)) >= 0;
  const int error_number = errno;
  ::close(fd);
  errno = error_number;
  return written;
}

Failure mount_own_proc() noexcept {
  // Not by the library's own unshare(), which is not async-signal-safe.
  if (::syscall(SYS_unshare, CLONE_NEWNS) != 0) return failure_at(Step::kUnshare, "CLONE_NEWNS");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return failure_at(Step::kMount, "'/' as private");
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0) return {};
  // A user namespace whose PID namespace is not its own may mount none, but perhaps change the one there is.
  if (::mount(nullptr, "/proc/sys", nullptr, MS_BIND | MS_REMOUNT, nullptr) == 0) return {};
  return failure_at(Step::kMount, "a /proc that can be written");
}

}  // namespace netlair::detail
