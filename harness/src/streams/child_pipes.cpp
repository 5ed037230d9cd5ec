// SPDX-License-Identifier: Apache-2.0
#include "streams/child_pipes.hpp"

#include <netlair/netns/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

Pipe open_pipe(const std::string& program) {
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kSpawn, program + " (a pipe of its standard streams)");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// Makes this end non-blocking. The other end has its own setting.
void never_wait(const UniqueFd& end) {
  ::fcntl(end.get(), F_SETFL, O_NONBLOCK);
}

}  // namespace

OutputPipe::OutputPipe(const std::string& program) : OutputPipe(open_pipe(program)) {}

OutputPipe::OutputPipe(Pipe pipe) : source_(std::move(pipe.source)), its_end_(std::move(pipe.sink)) {
  never_wait(source_);
  ::fchmod(its_end_.get(), 0666);  // for a program that runs as another user and opens /dev/stdout
}

// Reads only what was there at the start; the rest is for the next call, since a program may write faster than this
// reads.
void OutputPipe::take(const std::function<void(std::string_view)>& also, const std::function<void(int)>& closed) {
  int there = 0;
  if (is_closed() || ::ioctl(source_.get(), FIONREAD, &there) != 0) return;
  std::array<char, 65536> buffer;
  for (auto left = std::max<std::size_t>(1, static_cast<std::size_t>(there)); left > 0;) {
    const ssize_t size = ::read(source_.get(), buffer.data(), std::min(left, buffer.size()));
    if (size < 0 && errno == EINTR) continue;
    if (size == 0) {
      closed(source_.get());
      source_.reset();
    }
    if (size <= 0) return;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
    text_.append(text);
    also(text);
    left -= text.size();
  }
}

InputPipe::InputPipe(std::string text, const std::string& program) : InputPipe(std::move(text), open_pipe(program)) {}

InputPipe::InputPipe(std::string text, Pipe pipe)
    : text_(std::move(text)), its_end_(std::move(pipe.source)), sink_(std::move(pipe.sink)) {
  never_wait(sink_);
  ::fchmod(its_end_.get(), 0666);
}

void InputPipe::give(const std::function<void(int)>& closed) {
  while (sink_) {
    const ssize_t size = ::write(sink_.get(), text_.data() + given_, text_.size() - given_);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    if (size > 0) given_ += static_cast<std::size_t>(size);
    if (size > 0 && given_ < text_.size()) continue;
    closed(sink_.get());  // also for EPIPE: the program reads no more
    sink_.reset();
  }
}

}  // namespace netlair::detail
