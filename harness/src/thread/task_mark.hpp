// SPDX-License-Identifier: Apache-2.0
// Whether anybody has started a task, process or thread, since some time: while nobody has, nobody can have come into a
// host. The kernel counts tasks, and we count the threads of our own, which come and go.
#pragma once

#include <mutex>
#include <optional>

#include <sys/types.h>

namespace netlair::detail {

class TaskMark {
 public:
  /// Now.
  TaskMark() noexcept;
  /// Also where that cannot be told. In this process's PID namespace, and in those below it.
  bool others_since() const noexcept;

 private:
  std::optional<pid_t> last_;
  unsigned own_ = 0;
};

/// How many threads of our own there are; of one that begins or ends perhaps too few.
int own_threads() noexcept;

/// While one runs, by itself.
class [[nodiscard]] ScopedOwnThread {
 public:
  ScopedOwnThread() noexcept;
  ScopedOwnThread(const ScopedOwnThread&) = delete;
  ScopedOwnThread& operator=(const ScopedOwnThread&) = delete;
  ~ScopedOwnThread();
};

/// Held while a thread of our own is started, and counted.
class [[nodiscard]] ScopedOwnTask {
 public:
  ScopedOwnTask();
  ScopedOwnTask(const ScopedOwnTask&) = delete;
  ScopedOwnTask& operator=(const ScopedOwnTask&) = delete;
  ~ScopedOwnTask() = default;

  void count() noexcept;

 private:
  std::unique_lock<std::mutex> lock_;
};

}  // namespace netlair::detail
