// SPDX-License-Identifier: Apache-2.0
#include "thread/task_mark.hpp"

#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <array>
#include <atomic>
#include <charconv>
#include <new>
#include <span>
#include <string_view>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

struct OwnTasks {
  std::mutex mutex;
  unsigned count = 0;
  std::atomic<int> threads = 0;
};
OwnTasks& own_tasks() noexcept {
  static constinit OwnTasks of_this_process;
  return of_this_process;
}

// A forked child may find the lock taken, and has none of the threads. No handler takes the lock before fork(2): its
// holder may be waiting for another lock that fork(2) waits for.
void begin_again_in_child() noexcept {
  const unsigned count = own_tasks().count;
  (new (&own_tasks()) OwnTasks)->count = count;
}
[[maybe_unused]] const int kWatching = ::pthread_atfork(nullptr, nullptr, begin_again_in_child);

constexpr const char* kLoad = "/proc/loadavg";

// Kept open: that takes a quarter of the time of opening it each time. A test may have closed it, and a thread with a
// descriptor table of its own does not have it.
struct KeptFile {
  int fd = ::open(kLoad, O_RDONLY | O_CLOEXEC);
  FileId id = id_of_file(fd);
};
const KeptFile load;

ssize_t read_load(std::span<char> buffer) noexcept {
  if (still_means(load.fd, load.id)) return ::pread(load.fd, buffer.data(), buffer.size(), 0);
  const UniqueFd file(::open(kLoad, O_RDONLY | O_CLOEXEC));
  return file ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
}

// The PID that was assigned last, proc_loadavg(5): "0.20 0.18 0.12 1/80 11206".
std::optional<pid_t> last_task() noexcept {
  std::array<char, 128> buffer{};
  const ssize_t size = read_load(buffer);
  if (size <= 0) return std::nullopt;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  const auto begin = text.rfind(' ') + 1;
  pid_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + begin, text.data() + text.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

}  // namespace

// In a forked child the lock may be taken forever.
TaskMark::TaskMark() noexcept {
  const std::unique_lock lock(own_tasks().mutex, std::try_to_lock);
  if (!lock) return;
  last_ = last_task();
  own_ = own_tasks().count;
}

bool TaskMark::others_since() const noexcept {
  const TaskMark now;
  return !last_ || !now.last_ || static_cast<unsigned>(*now.last_ - *last_) != now.own_ - own_;
}

int own_threads() noexcept {
  return own_tasks().threads;
}

ScopedOwnThread::ScopedOwnThread() noexcept {
  ++own_tasks().threads;
}

ScopedOwnThread::~ScopedOwnThread() {
  --own_tasks().threads;
}

ScopedOwnTask::ScopedOwnTask() : lock_(own_tasks().mutex) {}

void ScopedOwnTask::count() noexcept {
  ++own_tasks().count;
}

}  // namespace netlair::detail
