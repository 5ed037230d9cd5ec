// SPDX-License-Identifier: Apache-2.0
// An IPv4 or IPv6 address, without a port and without a zone. A value; any thread may use it.
#pragma once

#include <netlair/network/ip_text.hpp>

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace netlair {

class IpAddress;

namespace detail {
consteval IpAddress ip_constant(std::string_view text);
}

class IpAddress {
 public:
  /// The same as parse(), so that text can be passed wherever an address is wanted.
  template <class Text>
  requires std::convertible_to<const Text&, std::string_view> IpAddress(const Text& text)  // NOLINT(*-explicit-*)
      : IpAddress(parse(std::string_view(text))) {}

  /// "10.0.0.1", "fe80::1", "::ffff:10.0.0.1", see inet_pton(3) and RFC 4291 section 2.2. Throws Error EINVAL at
  /// kCheckValue.
  static IpAddress parse(std::string_view text);
  /// Makes an address of 4 or 16 bytes in network order. Throws Error EINVAL at kCheckValue for any other number of
  /// bytes.
  static IpAddress from_bytes(std::span<const std::uint8_t> bytes);
  /// 0.0.0.0 or ::
  static IpAddress any(int family) noexcept;

  constexpr bool is_v4() const noexcept { return size_ == 4; }
  constexpr bool is_v6() const noexcept { return size_ == 16; }
  /// AF_INET or AF_INET6
  int family() const noexcept;
  /// 4 or 16 bytes, in network order.
  std::span<const std::uint8_t> bytes() const noexcept { return {bytes_.data(), size_}; }
  /// 32 or 128
  constexpr int bits() const noexcept { return static_cast<int>(size_) * 8; }
  /// In the form that RFC 5952 recommends.
  std::string str() const;

  /// Orders IPv4 before IPv6.
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  friend consteval IpAddress detail::ip_constant(std::string_view text);
  constexpr IpAddress() = default;
  constexpr explicit IpAddress(const detail::IpText& text) noexcept : size_(text.size), bytes_(text.bytes) {}

  std::size_t size_ = 4;
  std::array<std::uint8_t, 16> bytes_{};
};

consteval IpAddress detail::ip_constant(std::string_view text) {
  const IpText parsed = parse_ip(text);
  if (parsed.size == 0 && text.find('/') != std::string_view::npos) this_is_a_prefix__write_it_with__addr();
  if (parsed.size == 0) this_is_no_ip_address();
  return IpAddress(parsed);
}

std::ostream& operator<<(std::ostream& out, const IpAddress& address);

inline namespace literals {
/// "10.0.0.1"_ip: text that is not an address does not compile.
consteval IpAddress operator""_ip(const char* text, std::size_t size) {
  return detail::ip_constant({text, size});
}
}  // namespace literals

}  // namespace netlair
