// SPDX-License-Identifier: Apache-2.0
#include "settings/proc_sys.hpp"

#include "base/signal_safe.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace netlair::detail {

bool write_proc_sys(const char* path, const char* text) noexcept {
  const int directory = ::open("/proc/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return false;
  const bool written = write_file(directory, path, text);
  const int error_number = errno;
  ::close(directory);
  errno = error_number;
  return written;
}

PlainError mount_own_proc() noexcept {
  if (unshare_by_system_call(CLONE_NEWNS) != 0) return plain_error(Step::kUnshare, "CLONE_NEWNS");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return plain_error(Step::kMount, "'/' as private");
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0) return {};
  // A user namespace that does not own its PID namespace may not mount a proc, but may be able to remount the existing
  // /proc/sys writable.
  if (::mount(nullptr, "/proc/sys", nullptr, MS_BIND | MS_REMOUNT, nullptr) == 0) return {};
  return plain_error(Step::kMount, "a /proc that can be written");
}

}  // namespace netlair::detail
