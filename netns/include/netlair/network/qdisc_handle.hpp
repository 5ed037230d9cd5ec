// SPDX-License-Identifier: Apache-2.0
// The identifier of a qdisc or a class in traffic control (tc(8)). A value; any thread may use it.
#pragma once

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace netlair {

/// "1:0" is a qdisc, "1:10" a class of it. Both halves are hexadecimal, 0 to ffff.
class QdiscHandle {
 public:
  constexpr QdiscHandle(std::uint16_t major, std::uint16_t minor) noexcept : major_(major), minor_(minor) {}
  /// "1:10", "1:", "root", "ingress". Throws Error EINVAL at kCheckValue.
  static QdiscHandle parse(std::string_view text);
  static constexpr QdiscHandle root() noexcept { return {0xffff, 0xffff}; }
  static constexpr QdiscHandle ingress() noexcept { return {0xffff, 0xfff1}; }

  constexpr std::uint16_t major() const noexcept { return major_; }
  constexpr std::uint16_t minor() const noexcept { return minor_; }
  /// The number that the kernel uses.
  constexpr std::uint32_t number() const noexcept { return (std::uint32_t{major_} << 16U) | minor_; }
  std::string str() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const QdiscHandle&, const QdiscHandle&) = default;

 private:
  std::uint16_t major_;
  std::uint16_t minor_;
};

std::ostream& operator<<(std::ostream& out, const QdiscHandle& handle);

}  // namespace netlair
