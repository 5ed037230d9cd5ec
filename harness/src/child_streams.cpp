// SPDX-License-Identifier: Apache-2.0
#include "child_streams.hpp"

#include <netlair/harness/own_thread.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
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

ChildStreams::ChildStreams(const SpawnOptions& options, const std::string& program)
    : input_file_(open_file(options.input_file, O_RDONLY, program + " (its standard input")),
      output_(program),
      copy_(open_file(options.output_file, O_WRONLY | O_CREAT | O_TRUNC, program + " (the file of its output,")),
      listener_(options.on_output),
      end_(::eventfd(0, EFD_CLOEXEC)),
      owner_(::getpid()) {
  throw_error_if(!end_, Step::kSpawn, "eventfd");
  if (!input_file_ && !options.input.empty()) input_.emplace(options.input, program);
  if (options.errors_apart) errors_.emplace(program);
}

// A forked child has no such thread, and may have found the mutex locked.
ChildStreams::~ChildStreams() {
  if (!thread_) return;
  if (owner_ != ::getpid()) {
    (void)thread_.release();
    return;
  }
  const std::uint64_t one = 1;
  while (::write(end_.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
  thread_->join();
}

void ChildStreams::begin() {
  input_file_.reset();
  if (input_) input_->close_its_end();
  output_.close_its_end();
  if (errors_) errors_->close_its_end();
  thread_ = std::make_unique<std::thread>(start_own_thread("netlair-streams", [this] { serve(); }));
}

void ChildStreams::serve() {
  for (;;) {
    std::array<pollfd, 4> ends{};
    {
      const std::lock_guard lock(mutex_);
      ends = {pollfd{end_.get(), POLLIN, 0}, pollfd{output_.source(), POLLIN, 0},
              pollfd{errors_ ? errors_->source() : -1, POLLIN, 0}, pollfd{input_ ? input_->sink() : -1, POLLOUT, 0}};
    }
    if (ends[1].fd < 0 && ends[2].fd < 0 && ends[3].fd < 0) return;
    if (::poll(ends.data(), ends.size(), -1) < 0 && errno != EINTR) return;
    if (ends[0].revents != 0) return;
    const std::lock_guard lock(mutex_);
    take();
    if (input_) input_->give();
  }
}

void ChildStreams::take() {
  const auto also = [this](std::string_view text) {
    copy(text);
    if (listener_) listener_(text);
  };
  output_.take(also);
  if (errors_) errors_->take(also);
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
  if (owner_ == ::getpid()) return std::unique_lock(mutex_);
  return {mutex_, std::try_to_lock};
}

void ChildStreams::drain() {
  if (owner_ != ::getpid()) return;
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
