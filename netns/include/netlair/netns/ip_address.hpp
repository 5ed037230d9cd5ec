// SPDX-License-Identifier: Apache-2.0
// An IPv4 or IPv6 address, without a port and without a zone. A value; any thread may use it.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace netlair {

class IpAddress {
 public:
  /// "10.0.0.1", "fe80::1", "::ffff:10.0.0.1", see inet_pton(3) and RFC 4291 section 2.2. Throws Error EINVAL at
  /// kCheck.
  static IpAddress parse(std::string_view text);
  /// Of 4 or 16 bytes in network order. Throws Error EINVAL at kCheck for any other number.
  static IpAddress from_bytes(std::span<const std::uint8_t> bytes);
  /// 0.0.0.0 or ::
  static IpAddress any(int family) noexcept;

  bool is_v4() const noexcept { return size_ == 4; }
  bool is_v6() const noexcept { return size_ == 16; }
  /// AF_INET or AF_INET6
  int family() const noexcept;
  /// 4 or 16, in network order.
  std::span<const std::uint8_t> bytes() const noexcept { return {bytes_.data(), size_}; }
  /// 32 or 128
  int bits() const noexcept { return static_cast<int>(size_) * 8; }
  /// As RFC 5952 wants it.
  std::string str() const;

  /// IPv4 before IPv6.
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  IpAddress() = default;

  std::size_t size_ = 4;
  std::array<std::uint8_t, 16> bytes_{};
};

std::ostream& operator<<(std::ostream& out, const IpAddress& address);

inline namespace literals {
/// "10.0.0.1"_ip
inline IpAddress operator""_ip(const char* text, std::size_t size) {
  return IpAddress::parse({text, size});
}
}  // namespace literals

}  // namespace netlair
