// SPDX-License-Identifier: Apache-2.0
// An address with the length of its network's prefix, "10.0.0.1/24": the address of an interface, or a network if all
// bits after the prefix are 0. A value; any thread may use it.
#pragma once

#include <netlair/network/ip_address.hpp>

#include <compare>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace netlair {

class IpPrefix;

namespace detail {
consteval IpPrefix prefix_constant(std::string_view text);
}

class IpPrefix {
 public:
  /// The same as parse(), so that text can be passed wherever a prefix is wanted.
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> IpPrefix(const Text& text)  // NOLINT(*-explicit-*)
      : IpPrefix(parse(std::string_view(text))) {}

  /// `length` is 0 to 32, or 0 to 128 for IPv6. Throws Error EINVAL at kCheckValue.
  IpPrefix(const IpAddress& address, int length);

  /// "10.0.0.1/24". The length is required, since "10.0.0.1" in place of "10.0.0.1/32" is mostly a mistake. Throws
  /// Error EINVAL at kCheckValue.
  static IpPrefix parse(std::string_view text);
  /// All addresses: 0.0.0.0/0 or ::/0
  static IpPrefix all(int family) { return {IpAddress::any(family), 0}; }
  /// Only this address: /32 or /128
  static IpPrefix only(const IpAddress& address) { return {address, address.bits()}; }

  const IpAddress& address() const noexcept { return address_; }
  int length() const noexcept { return length_; }
  int family() const noexcept { return address_.family(); }
  /// The same prefix with all bits after it set to 0: 10.0.0.0/24 for 10.0.0.1/24.
  IpPrefix network() const;
  /// Is `address` of the same family, and in this network?
  bool contains(const IpAddress& address) const;
  std::string str() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const IpPrefix&, const IpPrefix&) = default;

 private:
  friend consteval IpPrefix detail::prefix_constant(std::string_view text);
  struct Checked {};
  constexpr IpPrefix(const IpAddress& address, int length, Checked /*tag*/) noexcept
      : address_(address), length_(length) {}

  IpAddress address_;
  int length_;
};

consteval IpPrefix detail::prefix_constant(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) this_prefix_has_no_length__write_it_as_in_10_0_0_1_slash_24();
  const IpAddress address = ip_constant(text.substr(0, slash));
  const int length = parse_number(text.substr(slash + 1), address.bits());
  if (length < 0) the_length_of_this_prefix_is_out_of_range();
  return {address, length, IpPrefix::Checked()};
}

std::ostream& operator<<(std::ostream& out, const IpPrefix& prefix);

inline namespace literals {
/// "10.0.0.1/24"_addr: text that is not a prefix does not compile.
consteval IpPrefix operator""_addr(const char* text, std::size_t size) {
  return detail::prefix_constant({text, size});
}
}  // namespace literals

}  // namespace netlair
