// SPDX-License-Identifier: Apache-2.0
// What harness/ cannot know of: a test framework, which counts failures and has a report. fixtures/ fills it in before
// there is a second thread. Not meant to be used by itself.
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
  /// Something went wrong that no caller can be told of. From any thread. Standard error where it is empty.
  void (*report_problem)(const std::string& what, SourceLocation where) = nullptr;
  /// A host that is about to be destroyed, on the thread that does so, with its programs still running.
  void (*host_ends)(Host& host) = nullptr;
  /// What others than its programs had left in a host that a test has made and that has ended.
  void (*left_behind)(const Host& host, const std::vector<std::string>& things) = nullptr;
};
TestFramework& test_framework() noexcept;

/// Fails the running test, at that place if its line is known, or writes it to standard error.
void report_problem(const std::string& what, SourceLocation where = kNowhere) noexcept;

/// What it says, for a report: what() of a standard one.
std::string describe(const std::exception_ptr& exception);

}  // namespace detail
}  // namespace netlair
