// SPDX-License-Identifier: Apache-2.0
// A child that a test forks, and that then returns from the test as if it were the test program: it would run the rest
// of the tests a second time, and report them. It is ended instead, and its parent can tell. Used by what calls test
// code.
#pragma once

#include <netlair/netns/process_stamp.hpp>

namespace netlair::detail {

/// Around a call of test code. When the scope is left in another process than it was entered in, by return or by an
/// exception, that process says so on standard error and ends, with status 1 and without any destructor.
class [[nodiscard]] StrayChildGuard {
 public:
  StrayChildGuard() noexcept;
  StrayChildGuard(const StrayChildGuard&) = delete;
  StrayChildGuard& operator=(const StrayChildGuard&) = delete;
  ~StrayChildGuard();

 private:
  ProcessStamp owner_ = ProcessStamp::of_this_process();
};

/// How many processes that descend from this one have been ended like that so far.
unsigned stray_children() noexcept;

}  // namespace netlair::detail
