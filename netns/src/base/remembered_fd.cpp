// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/remembered_fd.hpp>

#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace netlair::detail {

namespace fs = std::filesystem;

FileId id_of_file(int fd) noexcept {
  struct stat status {};
  return ::fstat(fd, &status) == 0 ? FileId{status.st_dev, status.st_ino} : FileId();
}

FileId id_of_file(const char* path) noexcept {
  struct stat status {};
  return ::stat(path, &status) == 0 ? FileId{status.st_dev, status.st_ino} : FileId();
}

bool still_means(int fd, const FileId& id) noexcept {
  return fd >= 0 && id != FileId() && id_of_file(fd) == id;
}

RememberedFd::RememberedFd(UniqueFd fd) noexcept : fd_(std::move(fd)), id_(id_of_file(fd_.get())) {}

int RememberedFd::get_namespace(const char* kind) noexcept {
  if (const int fd = get(); fd >= 0) return fd;
  std::error_code ended;
  for (fs::directory_iterator each("/proc/self/task", ended), end; !ended && each != end; each.increment(ended)) {
    UniqueFd fd(::open((each->path() / "ns" / kind).c_str(), O_RDONLY | O_CLOEXEC));
    if (!still_means(fd.get(), id_)) continue;
    (void)fd_.release();  // other code owns that number now
    fd_ = std::move(fd);
    return fd_.get();
  }
  return -1;
}

RememberedFd& RememberedFd::operator=(RememberedFd&& other) noexcept {
  if (this == &other) return *this;
  reset();
  fd_ = std::move(other.fd_);
  id_ = other.id_;
  return *this;
}

void RememberedFd::reset() noexcept {
  if (fd_ && still_means(fd_.get(), id_))
    fd_.reset();
  else
    (void)fd_.release();
}

}  // namespace netlair::detail
