// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/mac_address.hpp>

#include "base/check.hpp"

#include <charconv>
#include <ostream>

namespace netlair {
namespace {

constexpr std::size_t kTextSize = 17;  // the length of 02:00:00:00:00:01

// The byte at `place`, which a colon precedes unless it is the first. -1: the text is different.
int byte_at(std::string_view text, std::size_t place) {
  const char* begin = text.data() + place * 3;
  if (place > 0 && begin[-1] != ':') return -1;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(begin, begin + 2, value, 16);
  return error == std::errc() && end == begin + 2 ? static_cast<int>(value) : -1;
}

}  // namespace

MacAddress MacAddress::parse(std::string_view text) {
  Bytes bytes{};
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    const int value = text.size() == kTextSize ? byte_at(text, place) : -1;
    if (value < 0)
      detail::refuse("MAC address", text, "it is six bytes of two hexadecimal digits, as in 02:00:00:00:00:01");
    bytes[place] = static_cast<std::uint8_t>(value);
  }
  return MacAddress(bytes);
}

std::string MacAddress::str() const {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes_) {
    if (!text.empty()) text += ':';
    text.append(1, kDigits[byte / 16]).append(1, kDigits[byte % 16]);
  }
  return text;
}

std::ostream& operator<<(std::ostream& out, const MacAddress& mac) {
  return out << mac.str();
}

}  // namespace netlair
