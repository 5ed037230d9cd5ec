// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/quantities.hpp>

#include "base/check.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <system_error>

namespace netlair {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t size;
};

constexpr std::array kRates = {Unit{"gbit", 1'000'000'000}, Unit{"mbit", 1'000'000}, Unit{"kbit", 1'000},
                               Unit{"bit", 1}};
constexpr std::array kTimes = {Unit{"min", 60'000'000'000}, Unit{"s", 1'000'000'000}, Unit{"ms", 1'000'000},
                               Unit{"us", 1'000}, Unit{"ns", 1}};

constexpr double kPastInt64 = 9223372036854775808.0;  // 2^63, the first number that a signed 64-bit integer cannot hold

std::string shortest(double value) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

constexpr std::uint64_t kMost = INT64_MAX;

const Unit* find_unit(std::string_view name, std::span<const Unit> units) {
  if (name.size() > 1 && name.front() == ' ') name.remove_prefix(1);
  for (const Unit& unit : units)
    if (unit.name == name) return &unit;
  return nullptr;
}

// "1.5 ms" in the smallest of the units, rounded to an integer. Empty if the text is not like that, is negative, or
// exceeds 63 bits. A whole number is not converted to floating point, which holds only 53 bits.
std::optional<std::uint64_t> in_smallest_unit(std::string_view text, std::span<const Unit> units) {
  const char* end = text.data() + text.size();
  std::uint64_t whole = 0;
  const auto [whole_end, whole_error] = std::from_chars(text.data(), end, whole);
  double number = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const Unit* unit = error == std::errc() ? find_unit({stop, static_cast<std::size_t>(end - stop)}, units) : nullptr;
  if (unit == nullptr) return std::nullopt;
  const bool is_whole = whole_error == std::errc() && whole_end == stop;
  if (is_whole) return whole <= kMost / unit->size ? std::optional(whole * unit->size) : std::nullopt;
  const double size = number * static_cast<double>(unit->size);
  if (!(size >= 0) || size >= kPastInt64) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(size));
}

std::string in_largest_unit(std::uint64_t value, std::span<const Unit> units) {
  for (const Unit& unit : units)
    if (value % unit.size == 0 && (value != 0 || unit.name == "s" || unit.name == "bit"))
      return std::to_string(value / unit.size) + std::string(unit.name);
  return std::to_string(value);
}

constexpr const char* kRateRule = "it must be 1bit to 2^63 - 1; the units are bit, kbit, mbit and gbit per second";

Rate checked_rate(double bits, const std::string& text) {
  if (!(bits >= 1) || bits >= kPastInt64) detail::refuse("rate", text, kRateRule);
  return Rate::bits_per_second(static_cast<std::uint64_t>(std::llround(bits)));
}

}  // namespace

Rate Rate::bits_per_second(std::uint64_t bits) {
  if (bits == 0 || bits > kMost) detail::refuse("rate", std::to_string(bits), kRateRule);
  return Rate(bits);
}

Rate Rate::parse(std::string_view text) {
  const auto bits = in_smallest_unit(text, kRates);
  if (!bits || *bits == 0) detail::refuse("rate", text, kRateRule);
  return Rate(*bits);
}

std::string Rate::str() const {
  return in_largest_unit(bits_, kRates);
}

Rate bit(double number) {
  return checked_rate(number, shortest(number) + "bit");
}
Rate kbit(double number) {
  return checked_rate(number * 1e3, shortest(number) + "kbit");
}
Rate mbit(double number) {
  return checked_rate(number * 1e6, shortest(number) + "mbit");
}
Rate gbit(double number) {
  return checked_rate(number * 1e9, shortest(number) + "gbit");
}

Percent percent(double value) {
  if (!(value >= 0) || value > 100) detail::refuse("percentage", shortest(value) + "%", "it must be 0 to 100");
  return Percent(value);
}

Percent Percent::parse(std::string_view text) {
  const char* end = text.data() + text.size();
  double number = NAN;
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
  if (error != std::errc() || (unit != "%" && unit != " %") || !(number >= 0) || number > 100)
    detail::refuse("percentage", text, "it must be 0 to 100 and a '%', as in 0.5%");
  return Percent(number);
}

std::string Percent::str() const {
  return shortest(value_) + "%";
}

std::chrono::nanoseconds parse_duration(std::string_view text) {
  const auto nanoseconds = in_smallest_unit(text, kTimes);
  if (!nanoseconds)
    detail::refuse("time", text, "it must be 0 or more; the units are ns, us, ms, s and min, as in 20ms");
  return std::chrono::nanoseconds(static_cast<std::int64_t>(*nanoseconds));
}

std::string to_string(std::chrono::nanoseconds duration) {
  const std::int64_t count = duration.count();
  const auto size = static_cast<std::uint64_t>(count);
  return count < 0 ? "-" + in_largest_unit(~size + 1, kTimes) : in_largest_unit(size, kTimes);
}

std::ostream& operator<<(std::ostream& out, const Rate& rate) {
  return out << rate.str();
}
std::ostream& operator<<(std::ostream& out, const Percent& percent) {
  return out << percent.str();
}

}  // namespace netlair
