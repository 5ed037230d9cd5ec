// SPDX-License-Identifier: Apache-2.0
// Rates in bits per second, percentages, and durations. Values; any thread may use them.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace netlair {

/// A rate of 1 to 2^63 - 1 bits per second. Units are decimal, as in tc(8): mbit(1) is 1,000,000 bits per second.
class Rate {
 public:
  /// Throws Error EINVAL at kCheckValue for 0 and for a number out of range.
  static Rate bits_per_second(std::uint64_t bits);
  /// "10mbit", "1.5 gbit": a number, and bit, kbit, mbit or gbit. Throws Error EINVAL at kCheckValue.
  static Rate parse(std::string_view text);

  std::uint64_t bits_per_second() const noexcept { return bits_; }
  /// Rounded down, but at least 1.
  std::uint64_t bytes_per_second() const noexcept { return bits_ < 8 ? 1 : bits_ / 8; }
  /// In the largest unit that needs no fraction: "10mbit"
  std::string str() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const Rate&, const Rate&) = default;

 private:
  explicit Rate(std::uint64_t bits) noexcept : bits_(bits) {}
  std::uint64_t bits_;
};

/// These functions throw Error EINVAL at kCheckValue unless the rate is at least one bit per second and less than 2^63.
Rate bit(double number);
Rate kbit(double number);
Rate mbit(double number);
Rate gbit(double number);

/// 0 to 100.
class Percent {
 public:
  /// "1%", "0.5 %". Throws Error EINVAL at kCheckValue, as percent() does.
  static Percent parse(std::string_view text);

  double value() const noexcept { return value_; }
  /// "0.5%"
  std::string str() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const Percent&, const Percent&) = default;
  friend Percent percent(double value);

 private:
  explicit Percent(double value) noexcept : value_(value) {}
  double value_;
};

/// Throws Error EINVAL at kCheckValue unless `value` is 0 to 100.
Percent percent(double value);

/// "20ms", "1.5 s": a number, and ns, us, ms, s or min. Throws Error EINVAL at kCheckValue, also for a negative number.
std::chrono::nanoseconds parse_duration(std::string_view text);
/// In the largest of these units that needs no fraction: "20ms"
std::string to_string(std::chrono::nanoseconds duration);

std::ostream& operator<<(std::ostream& out, const Rate& rate);
std::ostream& operator<<(std::ostream& out, const Percent& percent);

}  // namespace netlair
