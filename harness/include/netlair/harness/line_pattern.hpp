// SPDX-License-Identifier: Apache-2.0
// A regular expression to search for in the lines of a text. It is a POSIX extended one, regex(7), as in GoogleTest on
// Linux. "^" and "$" match at the ends of a line, and no match extends beyond a line. (std::regex uses a stack frame
// for each character of a line, so it crashes on a long one.) A value; any thread may use it.
#pragma once

#include <netlair/netns/source_location.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace netlair {

class LinePattern {
 public:
  /// Throws Error EINVAL at kCheckValue, with the reason from regerror(3), if `text` is not a valid pattern.
  explicit LinePattern(std::string text, SourceLocation where = SourceLocation::current());

  const std::string& text() const noexcept { return text_; }
  /// May more text follow? If so, the end of the text is not the end of a line, and "$" does not match there.
  enum More { kWhole, kMayGoOn };
  bool is_found_in(std::string_view lines, More more = kWhole) const { return find_in(lines, more).has_value(); }
  /// The first line in which the pattern is found.
  std::optional<std::string_view> find_in(std::string_view lines, More more = kWhole) const;

 private:
  struct Compiled;
  std::string text_;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace netlair
