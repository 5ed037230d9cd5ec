// SPDX-License-Identifier: Apache-2.0
#include "streams/child_streams.hpp"

#include <netlair/harness/caught.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/harness/test_framework.hpp>
#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <exception>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// Refuses a FIFO: opening one would wait until another process opens the other end.
UniqueFd open_file(const std::filesystem::path& path, int flags, const std::string& what) {
  if (path.empty()) return {};
  if (std::error_code unknown; std::filesystem::is_fifo(path, unknown))
    throw Error(Step::kSpawn, what + " '" + path.string() + "')", EINVAL, "it is a FIFO, fifo(7): give a regular file");
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
      watchers_(options.output_watchers),
      side_channels_(options.side_channels),
      listener_(options.on_output),
      has_pending_output_(listener_ ? ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1),
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
  for (const auto& each : side_channels_) reader_->forget(each->fd().get());
  if (has_pending_output_) reader_->forget(has_pending_output_.get());
  if (thread_has_begun_) tell_listener();
}

// Holds the lock while registering: the reader may serve one descriptor before the next one is registered.
void ChildStreams::begin() {
  input_file_.reset();
  if (input_) input_->close_its_end();
  output_.close_its_end();
  if (errors_) errors_->close_its_end();
  reader_->add(*this);
  thread_has_begun_ = true;
  const std::lock_guard lock(mutex_);
  reader_->watch(*this, output_.source(), EPOLLIN);
  if (errors_) reader_->watch(*this, errors_->source(), EPOLLIN);
  if (input_) reader_->watch(*this, input_->sink(), EPOLLOUT);
  for (const auto& each : side_channels_) reader_->watch(*this, each->fd().get(), EPOLLIN);
  if (has_pending_output_) reader_->watch(*this, has_pending_output_.get(), EPOLLIN);
}

void ChildStreams::serve() {
  {
    const std::lock_guard lock(mutex_);
    take();
    if (input_) input_->give([this](int fd) { reader_->forget(fd); });
  }
  tell_listener();
}

void ChildStreams::take() {
  using Stream = OutputWatcher::Stream;
  const auto closed = [this](int fd) { reader_->forget(fd); };
  output_.take([this](std::string_view text) { pass_on(Stream::kOutput, text); }, closed);
  if (errors_) errors_->take([this](std::string_view text) { pass_on(Stream::kErrors, text); }, closed);
  take_side_channels();
}

void ChildStreams::take_side_channels() {
  std::array<char, 4096> buffer;
  for (const auto& each : side_channels_)
    for (ssize_t size = 0; (size = ::read(each->fd().get(), buffer.data(), buffer.size())) >= 0;) {
      each->see({buffer.data(), static_cast<std::size_t>(size)});
      struct stat status {};
      if (size > 0 || (::fstat(each->fd().get(), &status) == 0 && S_ISSOCK(status.st_mode))) continue;
      reader_->forget(each->fd().get());  // end of the pipe
      break;
    }
}

void ChildStreams::pass_on(OutputWatcher::Stream stream, std::string_view text) {
  copy(text);
  for (const auto& each : watchers_) each->see(stream, text);
  if (!listener_) return;
  pending_output_ += text;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t ignored = ::write(has_pending_output_.get(), &one, sizeof one);
}

// Calls the listener without a lock: it may ask for the output, or wait for a thread that does.
void ChildStreams::tell_listener() noexcept {
  if (!listener_) return;
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t ignored = ::read(has_pending_output_.get(), &count, sizeof count);
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    text.swap(pending_output_);
  }
  if (text.empty()) return;
  if (const std::exception_ptr thrown = caught([&] { listener_(text); }))
    report_problem("SpawnOptions::on_output has thrown: " + describe(thrown));
}

void ChildStreams::copy(std::string_view text) {
  while (copy_ && copy_error_ == 0 && !text.empty()) {
    const ssize_t size = ::write(copy_.get(), text.data(), text.size());
    if (size < 0 && errno != EINTR) copy_error_ = errno;
    if (size > 0) text.remove_prefix(static_cast<std::size_t>(size));
  }
}

// In a forked child the mutex may be locked forever, and the rest half changed: then the lock is not held on return.
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

WrittenBytes ChildStreams::written() {
  drain();
  const auto held = lock();
  if (!held) return {};
  return {output_.text().size(), errors_ ? errors_->text().size() : 0};
}

std::string ChildStreams::tail(int lines, const WrittenBytes& since) {
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
