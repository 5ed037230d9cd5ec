// SPDX-License-Identifier: Apache-2.0
// The children of this process that are programs of a Process: whoever looks at its children leaves these alone.
#pragma once

#include <mutex>
#include <set>

#include <sys/types.h>

namespace netlair::detail {

/// Held while a child is started and entered: nobody sees one that is not in the set yet. Starts happen one after the
/// other.
class [[nodiscard]] ScopedLivePrograms {
 public:
  ScopedLivePrograms();
  ScopedLivePrograms(const ScopedLivePrograms&) = delete;
  ScopedLivePrograms& operator=(const ScopedLivePrograms&) = delete;
  ~ScopedLivePrograms() = default;

  std::set<pid_t>& pids() noexcept;

 private:
  std::unique_lock<std::mutex> lock_;
};

}  // namespace netlair::detail
