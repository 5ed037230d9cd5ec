// SPDX-License-Identifier: Apache-2.0
// This program's ends of the standard streams of another one, which never wait. One thread at a time may use an object.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include "bounded_text.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace netlair::detail {

class OutputPipe {
 public:
  /// Throws Error at kSpawn; `program` is for its text.
  explicit OutputPipe(const std::string& program);

  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// For poll(2); -1 when nobody has the program's end open any more.
  int source() const noexcept { return is_closed_ ? -1 : source_.get(); }
  bool is_closed() const noexcept { return is_closed_; }
  /// Reads as much as is there at the moment; `also` is given all of it.
  void take(const std::function<void(std::string_view)>& also);
  const BoundedText& text() const noexcept { return text_; }

 private:
  UniqueFd source_;  // open also when it is closed at the other end: another thread may be in poll(2) with its number
  UniqueFd its_end_;
  bool is_closed_ = false;
  BoundedText text_;
};

class InputPipe {
 public:
  /// Throws Error at kSpawn.
  InputPipe(std::string text, const std::string& program);

  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// For poll(2); -1 when the program has all of it, or reads no more.
  int sink() const noexcept { return sink_.get(); }
  /// Writes as much as it takes at the moment; its end is closed behind all of it. On a thread that blocks SIGPIPE.
  void give();

 private:
  std::string text_;
  std::size_t given_ = 0;
  UniqueFd its_end_;
  UniqueFd sink_;
};

}  // namespace netlair::detail
