// SPDX-License-Identifier: Apache-2.0
// Tells whether a task (a process or a thread) has been started since some time: if not, nothing can have entered a
// host. The kernel counts all tasks; netlair counts its own threads, which come and go, and subtracts them.
#pragma once

#include <mutex>
#include <optional>

#include <sys/types.h>

namespace netlair::detail {

class TaskMark {
 public:
  /// Marks the current time.
  TaskMark() noexcept;
  /// Has any other task been started since? True also if that cannot be determined. Covers this process's PID
  /// namespace, and those below it.
  bool others_since() const noexcept;

 private:
  std::optional<pid_t> last_;
  unsigned own_ = 0;
};

/// How many threads of netlair's own exist; too few, perhaps, while one begins or ends.
int own_threads() noexcept;

/// Counts one such thread. Made on that thread, for as long as it runs.
class [[nodiscard]] ScopedOwnThread {
 public:
  ScopedOwnThread() noexcept;
  ScopedOwnThread(const ScopedOwnThread&) = delete;
  ScopedOwnThread& operator=(const ScopedOwnThread&) = delete;
  ~ScopedOwnThread();
};

/// Held while a thread of netlair's own is started and counted.
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
