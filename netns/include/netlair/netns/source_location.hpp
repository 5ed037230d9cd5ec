// SPDX-License-Identifier: Apache-2.0
// A line of source code, by default the caller's. A value. (Clang 14 has no std::source_location.)
#pragma once

namespace netlair {

struct SourceLocation {
  /// As a default argument of a function, this is the line that calls the function.
  static constexpr SourceLocation current(const char* file = __builtin_FILE(), int line = __builtin_LINE()) noexcept {
    return {file, line};
  }

  /// Is a line known?
  constexpr explicit operator bool() const noexcept { return line > 0; }

  const char* file = "";
  int line = 0;
};

}  // namespace netlair
