// SPDX-License-Identifier: Apache-2.0
// The children of this process that belong to a Process: code that looks for other children skips these.
#pragma once

#include <mutex>
#include <set>

#include <sys/types.h>

namespace netlair::detail {

/// Locks the set of PIDs. Held while a PID is entered, and while a child is reaped and its PID removed, since the PID
/// may be reused then. Not held while a child is started, which may take long.
class [[nodiscard]] ScopedLivePrograms {
 public:
  ScopedLivePrograms();
  ScopedLivePrograms(const ScopedLivePrograms&) = delete;
  ScopedLivePrograms& operator=(const ScopedLivePrograms&) = delete;
  ~ScopedLivePrograms() = default;

  std::set<pid_t>& pids() noexcept;
  /// How many programs are being started: their processes may exist without being in the set yet.
  int& starting() noexcept;

 private:
  std::unique_lock<std::mutex> lock_;
};

/// Marks that a child is being started, for the length of a scope.
class [[nodiscard]] ScopedStart {
 public:
  ScopedStart();
  ScopedStart(const ScopedStart&) = delete;
  ScopedStart& operator=(const ScopedStart&) = delete;
  ~ScopedStart();

  /// Enters the child once it has been started.
  void enter(pid_t pid);
};

}  // namespace netlair::detail
