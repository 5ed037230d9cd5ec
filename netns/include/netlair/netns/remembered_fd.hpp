// SPDX-License-Identifier: Apache-2.0
// A descriptor that nobody but netlair knows of. Code that closes whatever it has not opened itself (closefrom(3), a
// daemon that begins) closes it, and the number is somebody else's then: so it is looked at before it is used, and
// before it is closed. Like UniqueFd of one thread at a time; what other threads do with the number in between is not
// seen.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <sys/types.h>

namespace netlair::detail {

/// What an open file is, fstat(2): of a namespace that is its identity.
struct FileId {
  dev_t dev = 0;
  ino_t ino = 0;

  bool operator==(const FileId&) const = default;
};

/// {0, 0} for a number that nothing is open by. Async-signal-safe.
FileId id_of_file(int fd) noexcept;
/// Is it, in this process, what it was? Async-signal-safe.
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

  /// Has one been given? It may be another one's by now.
  explicit operator bool() const noexcept { return static_cast<bool>(fd_); }
  /// -1 when there is none, or its number means something else by now.
  int get() const noexcept { return fd_ && still_means(fd_.get(), id_) ? fd_.get() : -1; }
  /// The same of a namespace, of that kind ("net", "mnt", …, of /proc/PID/ns), which is opened again where another
  /// thread of this program's is in it.
  int get_namespace(const char* kind) noexcept;
  const FileId& id() const noexcept { return id_; }
  /// Whatever it means; -1 when there is none.
  int number() const noexcept { return fd_.get(); }

  /// Closes it, where it still is what it was.
  void reset() noexcept;
  /// number(), which is the caller's.
  [[nodiscard]] int release() noexcept { return fd_.release(); }

 private:
  UniqueFd fd_;
  FileId id_;
};

}  // namespace netlair::detail
