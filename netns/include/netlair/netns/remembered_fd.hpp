// SPDX-License-Identifier: Apache-2.0
// A descriptor that only netlair knows of. Code that closes descriptors which it did not open (closefrom(3), a starting
// daemon) closes this one as well, and then its number may be reused for another file. Hence the descriptor is checked
// before it is used, and before it is closed. As with UniqueFd, only one thread at a time may use an object; reuse of
// the number by another thread after the check is not noticed.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <sys/types.h>

namespace netlair::detail {

/// The identity of an open file, by fstat(2); for a namespace, this is the identity of the namespace.
struct FileId {
  dev_t dev = 0;
  ino_t ino = 0;

  bool operator==(const FileId&) const = default;
};

/// {0, 0} if `fd` is not open. Async-signal-safe.
FileId id_of_file(int fd) noexcept;
/// The file that a path leads to, stat(2); {0, 0} if there is none. Async-signal-safe.
FileId id_of_file(const char* path) noexcept;
/// Does `fd`, in this process, still refer to the file `id`? Async-signal-safe.
bool still_means(int fd, const FileId& id) noexcept;

class RememberedFd {
 public:
  RememberedFd() noexcept = default;
  explicit RememberedFd(UniqueFd fd) noexcept;
  RememberedFd(UniqueFd fd, const FileId& id) noexcept : fd_(std::move(fd)), id_(id) {}
  RememberedFd(RememberedFd&&) noexcept = default;
  RememberedFd& operator=(RememberedFd&& other) noexcept;
  RememberedFd(const RememberedFd&) = delete;
  RememberedFd& operator=(const RememberedFd&) = delete;
  ~RememberedFd() { reset(); }

  /// Does the object hold a descriptor? Its number may refer to another file by now.
  explicit operator bool() const noexcept { return static_cast<bool>(fd_); }
  /// -1 if there is none, or if its number refers to another file by now.
  int get() const noexcept { return fd_ && still_means(fd_.get(), id_) ? fd_.get() : -1; }
  /// Like get(), for a namespace of that kind ("net", "mnt", …, of /proc/PID/ns). If the descriptor is lost, it is
  /// opened again from another thread of this process that is in the namespace.
  int get_namespace(const char* kind) noexcept;
  const FileId& id() const noexcept { return id_; }
  /// The number, whatever it refers to by now; -1 if there is none.
  int number() const noexcept { return fd_.get(); }

  /// Closes the descriptor, if it still refers to the same file.
  void reset() noexcept;
  /// Returns number(), which the caller then owns.
  [[nodiscard]] int release() noexcept { return fd_.release(); }

 private:
  UniqueFd fd_;
  FileId id_;
};

}  // namespace netlair::detail
