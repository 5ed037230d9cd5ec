// SPDX-License-Identifier: Apache-2.0
// Identifies the current process. A PID is not enough: a child in a PID namespace of its own may have its parent's PID.
// Every child with its own memory has a stamp different from its parent's, however it was made, also by the raw system
// call clone(2), which pthread_atfork(3) does not notice. A child that shares its parent's memory, as with vfork(2),
// has its parent's stamp.
#pragma once

#include <cstdint>

namespace netlair::detail {

class ProcessStamp {
 public:
  /// The stamp of no process.
  constexpr ProcessStamp() noexcept = default;
  /// Costs one read of memory. Async-signal-safe; any thread may call.
  static ProcessStamp of_this_process() noexcept;

  bool operator==(const ProcessStamp&) const = default;
  bool is_of_this_process() const noexcept { return *this == of_this_process(); }

 private:
  explicit constexpr ProcessStamp(std::uint64_t number) noexcept : number_(number) {}
  std::uint64_t number_ = 0;
};

}  // namespace netlair::detail
