// SPDX-License-Identifier: Apache-2.0
// A file descriptor with one owner. Any thread may use it; two threads may not use the same object at once.
#pragma once

#include <utility>

namespace netlair {

class UniqueFd {
 public:
  UniqueFd() noexcept = default;
  explicit UniqueFd(int fd) noexcept : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    reset(other.release());
    return *this;
  }
  UniqueFd(const UniqueFd&) = delete;
  UniqueFd& operator=(const UniqueFd&) = delete;
  ~UniqueFd() { reset(); }

  /// -1 when empty.
  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }

  /// Closes the held descriptor, keeping errno, and takes `fd`.
  void reset(int fd = -1) noexcept;

  /// A second descriptor for the same open file, close-on-exec. Throws Error at step kOpen.
  UniqueFd duplicate() const;

 private:
  int fd_ = -1;
};

}  // namespace netlair
