// SPDX-License-Identifier: Apache-2.0
// What conditions see of a program while it runs. Called by one thread at a time, which holds a lock of the program's.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string_view>
#include <utility>

namespace netlair::detail {

class OutputWatcher {
 public:
  OutputWatcher() = default;
  OutputWatcher(const OutputWatcher&) = delete;
  OutputWatcher& operator=(const OutputWatcher&) = delete;
  virtual ~OutputWatcher() = default;

  enum class Stream { kOutput, kErrors };
  virtual void see(Stream stream, std::string_view text) = 0;
};

class SideChannel {
 public:
  /// `fd` is a pipe's source, or a socket; it does not wait.
  explicit SideChannel(UniqueFd fd) : fd_(std::move(fd)) {}
  SideChannel(const SideChannel&) = delete;
  SideChannel& operator=(const SideChannel&) = delete;
  virtual ~SideChannel() = default;

  const UniqueFd& fd() const noexcept { return fd_; }
  virtual void see(std::string_view text) = 0;

 private:
  UniqueFd fd_;
};

}  // namespace netlair::detail
