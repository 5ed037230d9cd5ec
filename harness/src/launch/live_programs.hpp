// SPDX-License-Identifier: Apache-2.0
// The children of this process that are programs of a Process: whoever looks at its children leaves these alone.
#pragma once

#include <mutex>
#include <set>

#include <sys/types.h>

namespace netlair::detail {

/// Held while a child is entered, or taken out when it has been reaped: its number may be another one's then. Not while
/// one is started, which may take long.
class [[nodiscard]] ScopedLivePrograms {
 public:
  ScopedLivePrograms();
  ScopedLivePrograms(const ScopedLivePrograms&) = delete;
  ScopedLivePrograms& operator=(const ScopedLivePrograms&) = delete;
  ~ScopedLivePrograms() = default;

  std::set<pid_t>& pids() noexcept;
  /// How many are being started, and may be children that are not in the set yet.
  int& starting() noexcept;

 private:
  std::unique_lock<std::mutex> lock_;
};

/// While a child is started.
class [[nodiscard]] ScopedStart {
 public:
  ScopedStart();
  ScopedStart(const ScopedStart&) = delete;
  ScopedStart& operator=(const ScopedStart&) = delete;
  ~ScopedStart();

  /// It has been started.
  void enter(pid_t pid);
};

}  // namespace netlair::detail
