// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/test_framework.hpp>

#include <iostream>

namespace netlair::detail {

TestFramework& test_framework() noexcept {
  static TestFramework framework;
  return framework;
}

void report_problem(const std::string& what, SourceLocation where) noexcept {
  if (test_framework().report_problem != nullptr) return test_framework().report_problem(what, where);
  std::cerr << "netlair: ";
  if (where) std::cerr << where.file << ":" << where.line << ": ";
  std::cerr << what << std::endl;
}

std::string describe(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

}  // namespace netlair::detail
