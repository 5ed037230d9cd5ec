// SPDX-License-Identifier: Apache-2.0
// An additional name of a network interface (ip-link(8), "property add … altname …", Linux 5.5), which may be longer
// than the interface's own name. A value; any thread may use it.
#pragma once

#include <compare>
#include <iosfwd>
#include <string>

namespace netlair {

class AlternativeName {
 public:
  /// 1 to 127 bytes, without null bytes. Throws Error EINVAL at kCheckValue.
  explicit AlternativeName(std::string name);

  const std::string& str() const noexcept { return text_; }

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const AlternativeName&, const AlternativeName&) = default;

 private:
  std::string text_;
};

std::ostream& operator<<(std::ostream& out, const AlternativeName& name);

}  // namespace netlair
