// SPDX-License-Identifier: Apache-2.0
// Which process this is. A PID does not tell: a child in a PID namespace of its own may have its parent's. Every child
// with memory of its own is told from its parent, however it was made, also by the raw system call clone(2), which no
// pthread_atfork(3) sees. One that shares its parent's memory, vfork(2), is its parent by this.
#pragma once

#include <cstdint>

namespace netlair::detail {

class ProcessStamp {
 public:
  /// No process's.
  constexpr ProcessStamp() noexcept = default;
  /// A read of memory. Async-signal-safe; any thread may call.
  static ProcessStamp of_this_process() noexcept;

  bool operator==(const ProcessStamp&) const = default;
  bool is_of_this_process() const noexcept { return *this == of_this_process(); }

 private:
  explicit constexpr ProcessStamp(std::uint64_t number) noexcept : number_(number) {}
  std::uint64_t number_ = 0;
};

}  // namespace netlair::detail
