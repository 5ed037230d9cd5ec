// SPDX-License-Identifier: Apache-2.0
// An Ethernet hardware address. A value; any thread may use it.
#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace netlair {

class MacAddress {
 public:
  using Bytes = std::array<std::uint8_t, 6>;

  constexpr explicit MacAddress(const Bytes& bytes) noexcept : bytes_(bytes) {}
  /// The same as parse(), so that text can be passed wherever such an address is wanted.
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> MacAddress(const Text& text)  // NOLINT(*-explicit-*)
      : MacAddress(parse(std::string_view(text))) {}

  /// Six bytes of two hexadecimal digits each, separated by colons. Throws Error EINVAL at kCheckValue.
  static MacAddress parse(std::string_view text);

  const Bytes& bytes() const noexcept { return bytes_; }
  /// "02:00:00:00:00:01"
  std::string str() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const MacAddress&, const MacAddress&) = default;

 private:
  Bytes bytes_;
};

std::ostream& operator<<(std::ostream& out, const MacAddress& mac);

inline namespace literals {
/// "02:00:00:00:00:01"_mac
inline MacAddress operator""_mac(const char* text, std::size_t size) {
  return MacAddress::parse({text, size});
}
}  // namespace literals

}  // namespace netlair
