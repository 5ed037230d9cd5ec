// SPDX-License-Identifier: Apache-2.0
// The only exception type of netlair. It holds the step that failed, the object of that step, the kernel's errno and
// message, and a hint on how to fix it.
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
  /// `object` names the call with its operands, or the thing that the call was applied to. The hint tells a person what
  /// to do; it is the usual one for that errno at that step, and may be empty.
  Error(Step step, std::string object, int error_number);
  Error(Step step, std::string object, int error_number, std::string hint);
  /// The same, with `words` in place of the kernel's message, for cases where that message would mislead.
  static Error in_words(Step step, std::string object, int error_number, std::string_view words, std::string hint);
  /// The same error, with `where` as the line of source that made the failing call.
  Error at(SourceLocation where) const;

  Step step() const noexcept;
  const std::string& object() const noexcept;
  /// An errno value, errno(3).
  int error_number() const noexcept { return code().value(); }
  const std::string& hint() const noexcept;
  /// The caller's line of source, if the function that threw takes a SourceLocation; otherwise `line` is 0.
  SourceLocation where() const noexcept;

  /// "<step> <object>: <the kernel's message> [<ERRNO>]", and "; <hint>" if there is a hint.
  const std::string& message() const noexcept;
  /// "<file>:<line>: " and the message; only the message if no line is known.
  const char* what() const noexcept override;

 private:
  struct Details;
  Error(Details details, int error_number);

  std::shared_ptr<const Details> details_;  // shared, because copying an exception must not throw
};

namespace detail {

/// The location for calls that no user of the library makes.
inline constexpr SourceLocation kNowhere{};

/// Calls `f`. An Error that `f` throws gets `where` as its location.
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
