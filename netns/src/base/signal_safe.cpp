// SPDX-License-Identifier: Apache-2.0
#include "base/signal_safe.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// The kernel accepts a long list one page at a time.
bool write_all(int fd, const char* text, std::size_t size) noexcept {
  while (size > 0) {
    const ssize_t done = ::write(fd, text, size);
    if (done == 0) errno = EIO;
    if (done <= 0) return false;
    text += done;
    size -= static_cast<std::size_t>(done);
  }
  return true;
}

// The value of a namespace limit does not change while we wait, but others may free namespaces, unless the limit is 0.
bool allows_none(const char* limit) noexcept {
  char text[2] = {};  // NOLINT(*-avoid-c-arrays): std::array's functions need not be async-signal-safe
  const int fd = ::open(limit, O_RDONLY | O_CLOEXEC);
  const ssize_t size = ::read(fd, text, sizeof text);
  ::close(fd);
  return size == 2 && text[0] == '0' && text[1] == '\n';
}

bool there_may_be_room_later(int flags) noexcept {
  const auto wanted = static_cast<unsigned>(flags);
  return !((wanted & CLONE_NEWNET) != 0 && allows_none("/proc/sys/user/max_net_namespaces")) &&
         !((wanted & CLONE_NEWUSER) != 0 && allows_none("/proc/sys/user/max_user_namespaces"));
}

double now() noexcept {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace

int unshare_by_system_call(int flags) noexcept {
  return static_cast<int>(::syscall(SYS_unshare, flags));
}

int unshare_when_there_is_room(int flags) noexcept {
  constexpr double kSeconds = 5;
  constexpr timespec kPause{0, 5'000'000};
  const double start = now();
  while (unshare_by_system_call(flags) != 0) {
    if (errno != ENOSPC) return -1;
    const bool worthwhile = now() - start < kSeconds && there_may_be_room_later(flags);
    errno = ENOSPC;
    if (!worthwhile) return -1;
    ::nanosleep(&kPause, nullptr);
  }
  return 0;
}

bool write_file(int directory, const char* path, const char* text) noexcept {
  const int fd = ::openat(directory, path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = write_all(fd, text, std::strlen(text));
  const int error_number = errno;
  ::close(fd);
  errno = error_number;
  return written;
}

}  // namespace netlair::detail
