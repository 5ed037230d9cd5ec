// SPDX-License-Identifier: Apache-2.0
// Interfaces through which conditions observe a running program. One thread at a time calls them, and holds a lock of
// the program's streams.
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
  /// `fd` is the reading end of a pipe, or a socket; it is non-blocking.
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
