// SPDX-License-Identifier: Apache-2.0
// The contents of an Error, for code that may neither allocate nor throw: a child that was just forked passes it to its
// parent through a pipe.
#pragma once

#include <netlair/netns/step.hpp>

#include <array>
#include <string_view>

namespace netlair::detail {

/// The first failure; if error_number is 0, there was none.
struct PlainError {
  Step step = Step::kUnshare;
  const char* object = "";       ///< a literal, so that the pointer means the same in the parent
  int error_number = 0;          ///< an errno value
  std::array<char, 160> text{};  ///< the kernel's own message, if it gave any

  explicit operator bool() const noexcept { return error_number != 0; }
};

/// Takes the current errno. Async-signal-safe.
PlainError plain_error(Step step, const char* object) noexcept;

/// Keeps as much of `text` as there is room for. Async-signal-safe.
void set_text(PlainError& error, std::string_view text) noexcept;

}  // namespace netlair::detail
