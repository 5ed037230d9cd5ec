// SPDX-License-Identifier: Apache-2.0
// The one exception type of netlair: which step failed, on what, the kernel's errno and words, and what a person can
// do.
#pragma once

#include <netlair/netns/source_location.hpp>
#include <netlair/netns/step.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace netlair {

class Error : public std::system_error {
 public:
  /// `object` names the call with its operands, or the thing that it was done to. The hint, what a person can do, is
  /// the usual one for that errno at that step, which may be none.
  Error(Step step, std::string object, int error_number);
  Error(Step step, std::string object, int error_number, std::string hint);
  /// The same in words of our own, where the kernel's for that errno would mislead.
  static Error in_words(Step step, std::string object, int error_number, std::string_view words, std::string hint);
  /// The same error, which a call from there has met.
  Error at(SourceLocation where) const;

  Step step() const noexcept;
  const std::string& object() const noexcept;
  /// An errno value, errno(3).
  int error_number() const noexcept { return code().value(); }
  const std::string& hint() const noexcept;
  /// Of the caller's source, where the function that threw takes a SourceLocation; elsewhere its line is 0.
  SourceLocation where() const noexcept;

  /// "<step> <object>: <the kernel's words> [<ERRNO>]", and "; <hint>" where there is one.
  const std::string& message() const noexcept;
  /// "<file>:<line>: " and the message; the message alone where no line is known.
  const char* what() const noexcept override;

 private:
  struct Details;
  Error(Details details, int error_number);

  std::shared_ptr<const Details> details_;  // shared, because copying an exception must not throw
};

namespace detail {

/// For calls in which no caller of the library's has a part.
inline constexpr SourceLocation kNowhere{};

/// Calls `f`; an Error that it throws is of a call from `where`.
template <class F>
decltype(auto) located(SourceLocation where, F&& f) {
  try {
    return std::forward<F>(f)();
  } catch (const Error& error) {
    throw error.at(where);
  }
}

}  // namespace detail

/// Throws Error with the current errno when `failed`.
void throw_error_if(bool failed, Step step, std::string_view object);

}  // namespace netlair
