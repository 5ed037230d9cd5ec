// SPDX-License-Identifier: Apache-2.0
#include "child_streams.hpp"

#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/error.hpp>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

UniqueFd open_file(const std::filesystem::path& path, int flags, const std::string& what) {
  if (path.empty()) return {};
  UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC, 0666));
  throw_error_if(!fd, Step::kSpawn, what + " '" + path.string() + "')");
  return fd;
}

}  // namespace

ChildStreams::ChildStreams(const SpawnOptions& options, const std::string& program,
                           std::shared_ptr<StreamsReader> reader)
    : input_file_(open_file(options.input_file, O_RDONLY, program + " (its standard input")),
      output_(program),
      copy_(open_file(options.output_file, O_WRONLY | O_CREAT | O_TRUNC, program + " (the file of its output,")),
      listener_(options.on_output),
      reader_(std::move(reader)) {
  if (!input_file_ && !options.input.empty()) input_.emplace(options.input, program);
  if (options.errors_apart) errors_.emplace(program);
}

ChildStreams::~ChildStreams() {
  if (!reader_->is_of_this_process()) return;
  reader_->remove(*this);
  if (output_.source() >= 0) reader_->forget(output_.source());
  if (errors_ && errors_->source() >= 0) reader_->forget(errors_->source());
  if (input_ && input_->sink() >= 0) reader_->forget(input_->sink());
}

void ChildStreams::begin() {
  input_file_.reset();
  if (input_) input_->close_its_end();
  output_.close_its_end();
  if (errors_) errors_->close_its_end();
  reader_->add(*this);
  reader_->watch(*this, output_.source(), EPOLLIN);
  if (errors_) reader_->watch(*this, errors_->source(), EPOLLIN);
  if (input_) reader_->watch(*this, input_->sink(), EPOLLOUT);
}

void ChildStreams::serve() {
  const std::lock_guard lock(mutex_);
  take();
  if (input_) input_->give([this](int fd) { reader_->forget(fd); });
}

void ChildStreams::take() {
  const auto also = [this](std::string_view text) {
    copy(text);
    if (listener_) listener_(text);
  };
  const auto closed = [this](int fd) { reader_->forget(fd); };
  output_.take(also, closed);
  if (errors_) errors_->take(also, closed);
}

void ChildStreams::copy(std::string_view text) {
  while (copy_ && copy_error_ == 0 && !text.empty()) {
    const ssize_t size = ::write(copy_.get(), text.data(), text.size());
    if (size < 0 && errno != EINTR) copy_error_ = errno;
    if (size > 0) text.remove_prefix(static_cast<std::size_t>(size));
  }
}

// Not held where a forked child cannot know in which state it has found the rest.
std::unique_lock<std::mutex> ChildStreams::lock() {
  if (reader_->is_of_this_process()) return std::unique_lock(mutex_);
  return {mutex_, std::try_to_lock};
}

void ChildStreams::drain() {
  if (!reader_->is_of_this_process()) return;
  const auto held = lock();
  take();
}

std::string ChildStreams::output() {
  drain();
  const auto held = lock();
  return held ? output_.text().str() : "";
}

std::string ChildStreams::errors() {
  drain();
  const auto held = lock();
  return held && errors_ ? errors_->text().str() : "";
}

Process::Written ChildStreams::written() {
  drain();
  const auto held = lock();
  if (!held) return {};
  return {output_.text().size(), errors_ ? errors_->text().size() : 0};
}

std::string ChildStreams::tail(int lines, const Process::Written& since) {
  drain();
  const auto held = lock();
  if (!held) return "";
  const std::string output = output_.text().tail(lines, since.output);
  return errors_ ? output + "\nand of its standard error:\n" + errors_->text().tail(lines, since.errors) : output;
}

bool ChildStreams::are_closed() {
  drain();
  const auto held = lock();
  return output_.is_closed() && (!errors_ || errors_->is_closed());
}

std::string ChildStreams::take_problem() {
  const auto held = lock();
  if (copy_error_ == 0 || std::exchange(is_told_, true)) return "";
  return std::generic_category().message(copy_error_);
}

}  // namespace netlair::detail
