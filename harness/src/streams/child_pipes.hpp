// SPDX-License-Identifier: Apache-2.0
// This program's ends of the standard streams of another one, which never wait. One thread at a time may use an object.
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
  /// Throws Error at kSpawn; `program` is for its text.
  explicit OutputPipe(const std::string& program);

  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// For epoll(7); -1 when nobody has the program's end open any more.
  int source() const noexcept { return source_.get(); }
  bool is_closed() const noexcept { return !source_; }
  /// Reads as much as is there at the moment; `also` is given all of it. `closed` is called once, with the descriptor,
  /// which is open still.
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

  /// For epoll(7); -1 when the program has all of it, or reads no more.
  int sink() const noexcept { return sink_.get(); }
  /// Writes as much as it takes at the moment; its end is closed behind all of it, see take(). On a thread that blocks
  /// SIGPIPE.
  void give(const std::function<void(int)>& closed);

 private:
  InputPipe(std::string text, Pipe pipe);

  std::string text_;
  std::size_t given_ = 0;
  UniqueFd its_end_;
  UniqueFd sink_;
};

}  // namespace netlair::detail
