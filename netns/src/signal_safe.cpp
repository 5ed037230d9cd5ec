// SPDX-License-Identifier: Apache-2.0
#include "signal_safe.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// A long list is taken a page at a time.
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

}  // namespace

int unshare_by_system_call(int flags) noexcept {
  return static_cast<int>(::syscall(SYS_unshare, flags));
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
