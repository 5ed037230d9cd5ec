// SPDX-License-Identifier: Apache-2.0
// What Error says, for code that may neither allocate nor throw: a child that was just forked, which passes it to its
// parent through a pipe.
#pragma once

#include <netlair/netns/step.hpp>

#include <array>
#include <string_view>

namespace netlair::detail {

/// The first thing that failed; error_number 0: nothing did.
struct PlainError {
  Step step = Step::kUnshare;
  const char* object = "";       ///< a literal, so that the pointer means the same in the parent
  int error_number = 0;          ///< an errno value
  std::array<char, 160> text{};  ///< the kernel's own words, where it gave any

  explicit operator bool() const noexcept { return error_number != 0; }
};

/// With the current errno. Async-signal-safe.
PlainError plain_error(Step step, const char* object) noexcept;

/// Keeps as much of `text` as there is room for. Async-signal-safe.
void set_text(PlainError& error, std::string_view text) noexcept;

}  // namespace netlair::detail
