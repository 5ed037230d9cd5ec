// SPDX-License-Identifier: Apache-2.0
// Hooks for a test framework, which harness/ must not depend on: it counts failures and has a report. fixtures/ sets
// the hooks before there is a second thread. Not for direct use.
#pragma once

#include <netlair/netns/error.hpp>
#include <netlair/netns/source_location.hpp>

#include <exception>
#include <string>
#include <vector>

namespace netlair {

class Host;

namespace detail {

struct TestFramework {
  int (*failures_on_this_thread)() = nullptr;
  /// Reports a problem that cannot be returned to a caller. Called on any thread. If null, the problem is written to
  /// standard error.
  void (*report_problem)(const std::string& what, SourceLocation where) = nullptr;
  /// Called when a host is about to be destroyed, on the thread that destroys it, while its programs still run.
  void (*host_ends)(Host& host) = nullptr;
  /// Called after a host that a test made has ended, with what others than its programs had left in it.
  void (*left_behind)(const Host& host, const std::vector<std::string>& things) = nullptr;
};
TestFramework& test_framework() noexcept;

/// Fails the running test, at that line if it is known, or writes to standard error if there is no test framework.
void report_problem(const std::string& what, SourceLocation where = kNowhere) noexcept;

/// The text of an exception, for a report: what() for a std::exception.
std::string describe(const std::exception_ptr& exception);

}  // namespace detail
}  // namespace netlair
