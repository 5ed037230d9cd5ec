// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace netlair {

void UniqueFd::reset(int fd) noexcept {
  const int old = std::exchange(fd_, fd);
  if (old < 0) return;
  const int saved = errno;
  ::close(old);  // Linux has freed the number even if this fails with EINTR: a second close could hit another file.
  errno = saved;
}

UniqueFd UniqueFd::duplicate() const {
  UniqueFd copy(::fcntl(fd_, F_DUPFD_CLOEXEC, 0));
  throw_error_if(!copy, Step::kOpen, "duplicate of descriptor " + std::to_string(fd_));
  return copy;
}

}  // namespace netlair
