// SPDX-License-Identifier: Apache-2.0
// Parses addresses as inet_pton(3) does, also at compile time: "10.0.0.256"_ip does not compile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace netlair::detail {

struct IpText {
  std::size_t size = 0;  // 4 or 16; 0: the text is not an address
  std::array<std::uint8_t, 16> bytes{};
};

constexpr int hex_value(char digit) noexcept {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// A decimal number from 0 to `most`, without leading zeros; -1 for anything else.
constexpr int parse_number(std::string_view digits, int most) noexcept {
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return -1;
  int number = 0;
  for (const char each : digits) {
    if (each < '0' || each > '9') return -1;
    number = number * 10 + (each - '0');
  }
  return number <= most ? number : -1;
}

/// Parses four decimal numbers into `bytes`, from index `at` on.
constexpr bool parse_v4(std::string_view text, std::array<std::uint8_t, 16>& bytes, std::size_t at) noexcept {
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t end = i < 3 ? text.find('.') : text.size();
    if (end == std::string_view::npos) return false;
    const int number = parse_number(text.substr(0, end), 255);
    if (number < 0) return false;
    bytes.at(at + i) = static_cast<std::uint8_t>(number);
    text.remove_prefix(i < 3 ? end + 1 : end);
  }
  return true;
}

/// Takes up to four hexadecimal digits from the front of `text`; -1 if there are none, or more.
constexpr int take_group(std::string_view& text) noexcept {
  int group = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && hex_value(text[digits]) >= 0; ++digits) {
    if (digits == 4) return -1;
    group = group * 16 + hex_value(text[digits]);
  }
  text.remove_prefix(digits);
  return digits > 0 ? group : -1;
}

/// RFC 4291, section 2.2.
constexpr bool parse_v6(std::string_view text, std::array<std::uint8_t, 16>& bytes) noexcept {
  constexpr std::size_t kNone = 17;
  std::size_t size = 0;
  std::size_t gap = kNone;  // the index in `bytes` where "::" stands
  if (text.starts_with("::")) {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    if (text.find(':') == std::string_view::npos && text.find('.') != std::string_view::npos) {
      if (size > 12 || !parse_v4(text, bytes, size)) return false;
      size += 4;
      break;
    }
    const int group = take_group(text);
    if (group < 0 || size > 14) return false;
    bytes.at(size++) = static_cast<std::uint8_t>(group / 256);
    bytes.at(size++) = static_cast<std::uint8_t>(group % 256);
    if (text.empty()) break;
    if (text[0] != ':' || text.size() == 1) return false;
    text.remove_prefix(1);
    if (text[0] != ':') continue;
    if (gap != kNone) return false;
    gap = size;
    text.remove_prefix(1);
  }
  if (gap == kNone) return size == 16;
  if (size == 16) return false;
  for (std::size_t i = 1; i <= size - gap; ++i) {  // move the bytes after the gap to the end
    bytes.at(16 - i) = bytes.at(size - i);
    bytes.at(size - i) = 0;
  }
  return true;
}

constexpr IpText parse_ip(std::string_view text) noexcept {
  IpText parsed;
  const std::size_t size = text.find(':') == std::string_view::npos ? 4 : 16;
  const bool is_one = size == 4 ? parse_v4(text, parsed.bytes, 0) : parse_v6(text, parsed.bytes);
  if (is_one) parsed.size = size;
  return parsed;
}

// Calling one of these in a constant expression is a compile error that shows its name. Never called.
void this_is_a_prefix__write_it_with__addr();
void this_is_no_ip_address();
void this_prefix_has_no_length__write_it_as_in_10_0_0_1_slash_24();
void the_length_of_this_prefix_is_out_of_range();

}  // namespace netlair::detail
