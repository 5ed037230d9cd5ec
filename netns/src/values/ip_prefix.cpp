// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/network/ip_prefix.hpp>

#include "base/check.hpp"

#include <algorithm>
#include <charconv>
#include <ostream>

namespace netlair {
namespace {

constexpr std::string_view kField = "prefix";

std::string length_rule(const IpAddress& address) {
  return "the length after the '/' is 0 to " + std::to_string(address.bits());
}

}  // namespace

IpPrefix::IpPrefix(const IpAddress& address, int length) : address_(address), length_(length) {
  if (length < 0 || length > address.bits()) detail::refuse(kField, str(), length_rule(address));
}

IpPrefix IpPrefix::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos)
    detail::refuse(kField, text, "it has no length: write it as in 10.0.0.1/24 or fd00::1/64");
  const IpAddress address = [&] {
    try {
      return IpAddress::parse(text.substr(0, slash));
    } catch (const Error& error) {
      detail::refuse(kField, text, error.hint());
    }
  }();
  const std::string_view digits = text.substr(slash + 1);
  const char* end = digits.data() + digits.size();
  int length = -1;
  const auto [stop, error] = std::from_chars(digits.data(), end, length);
  if (error != std::errc() || stop != end || length < 0 || length > address.bits())
    detail::refuse(kField, text, length_rule(address));
  return {address, length};
}

IpPrefix IpPrefix::network() const {
  std::array<std::uint8_t, 16> bytes{};
  const std::size_t size = address_.bytes().size();
  std::copy_n(address_.bytes().begin(), size, bytes.begin());
  for (int bit = length_; bit < address_.bits(); ++bit)
    bytes[static_cast<std::size_t>(bit) / 8] &= static_cast<std::uint8_t>(~(0x80U >> (static_cast<unsigned>(bit) % 8)));
  return {IpAddress::from_bytes({bytes.data(), size}), length_};
}

bool IpPrefix::contains(const IpAddress& address) const {
  return address.family() == family() && IpPrefix(address, length_).network() == network();
}

std::string IpPrefix::str() const {
  return address_.str() + "/" + std::to_string(length_);
}

std::ostream& operator<<(std::ostream& out, const IpPrefix& prefix) {
  return out << prefix.str();
}

}  // namespace netlair
