// SPDX-License-Identifier: Apache-2.0
#include "signal_safe.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {

int unshare_by_system_call(int flags) noexcept {
  return static_cast<int>(::syscall(SYS_unshare, flags));
}

bool write_file(int directory, const char* path, const char* text) noexcept {
  const int fd = ::openat(directory, path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = ::write(fd, text, std::strlen(text)) >= 0;
  const int error_number = errno;
  ::close(fd);
  errno = error_number;
  return written;
}

}  // namespace netlair::detail
