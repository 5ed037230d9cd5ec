// SPDX-License-Identifier: Apache-2.0
// This program's ends of the standard streams of a child; they are non-blocking. One thread at a time may use an
// object.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include "base/bounded_text.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace netlair::detail {

struct Pipe {
  UniqueFd source;
  UniqueFd sink;
};

class OutputPipe {
 public:
  /// Throws Error at kSpawn; `program` is for the error text.
  explicit OutputPipe(const std::string& program);

  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// For epoll(7); -1 once every process has closed the program's end.
  int source() const noexcept { return source_.get(); }
  bool is_closed() const noexcept { return !source_; }
  /// Reads as much as is available now, and also passes it to `also`. At the end of the stream calls `closed` once,
  /// with the descriptor, which is still open then.
  void take(const std::function<void(std::string_view)>& also, const std::function<void(int)>& closed);
  const BoundedText& text() const noexcept { return text_; }

 private:
  explicit OutputPipe(Pipe pipe);

  UniqueFd source_;
  UniqueFd its_end_;
  BoundedText text_;
};

class InputPipe {
 public:
  /// Throws Error at kSpawn.
  InputPipe(std::string text, const std::string& program);

  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// For epoll(7); -1 once the program has got all of the text, or reads no more.
  int sink() const noexcept { return sink_.get(); }
  /// Writes as much as the pipe takes now, and closes this end after all of it; for `closed` see take(). Call this on a
  /// thread that blocks SIGPIPE.
  void give(const std::function<void(int)>& closed);

 private:
  InputPipe(std::string text, Pipe pipe);

  std::string text_;
  std::size_t given_ = 0;
  UniqueFd its_end_;
  UniqueFd sink_;
};

}  // namespace netlair::detail
