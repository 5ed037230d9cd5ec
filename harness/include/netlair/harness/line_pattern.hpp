// SPDX-License-Identifier: Apache-2.0
// A regular expression that is looked for in the lines of a text. It is an extended one of POSIX, regex(7), as
// GoogleTest has them on Linux: "^" and "$" are the ends of a line, which no match goes beyond. (std::regex takes a
// stack frame for each character of a line, and so crashes on a long one.) A value; any thread may use it.
#pragma once

#include <netlair/netns/source_location.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace netlair {

class LinePattern {
 public:
  /// Throws Error EINVAL at kCheckValue, with what is wrong with it, regerror(3).
  explicit LinePattern(std::string text, SourceLocation where = SourceLocation::current());

  const std::string& text() const noexcept { return text_; }
  /// Whether more may come behind the text: its end is no end of a line then, "$".
  enum More { kWhole, kMayGoOn };
  bool is_found_in(std::string_view lines, More more = kWhole) const { return find_in(lines, more).has_value(); }
  /// The line that it is found in, the first one.
  std::optional<std::string_view> find_in(std::string_view lines, More more = kWhole) const;

 private:
  struct Compiled;
  std::string text_;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace netlair
