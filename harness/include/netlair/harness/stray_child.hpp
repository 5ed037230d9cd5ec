// SPDX-License-Identifier: Apache-2.0
// Ends a child that a test forks and that then returns from the test as if it were the test program: it would run the
// remaining tests a second time, and report them. The parent can find out. For code that calls test code.
#pragma once

#include <netlair/netns/process_stamp.hpp>

namespace netlair::detail {

/// Put this around a call of test code. If the scope is left, by return or by an exception, in another process than the
/// one that entered it, that process writes a message to standard error and ends, with status 1 and without running any
/// destructor.
class [[nodiscard]] StrayChildGuard {
 public:
  StrayChildGuard() noexcept;
  StrayChildGuard(const StrayChildGuard&) = delete;
  StrayChildGuard& operator=(const StrayChildGuard&) = delete;
  ~StrayChildGuard();

 private:
  ProcessStamp owner_ = ProcessStamp::of_this_process();
};

/// How many descendants of this process have been ended like that so far.
unsigned stray_children() noexcept;

}  // namespace netlair::detail
