// SPDX-License-Identifier: Apache-2.0
// The name of a network interface, checked on construction: a name that the kernel would refuse causes an error that
// says why. A value; any thread may use it.
#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <iosfwd>
#include <string>
#include <string_view>

namespace netlair {

class InterfaceName {
 public:
  /// 1 to 15 bytes, without white space, '/', ':' and '%', and neither "." nor ".." (netdevice(7)).
  /// Throws Error EINVAL at kCheckValue.
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> InterfaceName(const Text& name)  // NOLINT(*-explicit-*)
      : InterfaceName(std::string_view(name), Checked()) {}

  const char* c_str() const noexcept { return text_.data(); }
  std::string_view view() const noexcept { return text_.data(); }
  std::string str() const { return text_.data(); }

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const InterfaceName&, const InterfaceName&) = default;

 private:
  struct Checked {};
  InterfaceName(std::string_view name, Checked);

  std::array<char, 16> text_{};  // IFNAMSIZ, with the null byte at the end
};

std::ostream& operator<<(std::ostream& out, const InterfaceName& name);

}  // namespace netlair
