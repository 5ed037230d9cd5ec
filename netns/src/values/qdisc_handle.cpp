// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/qdisc_handle.hpp>

#include "base/check.hpp"

#include <array>
#include <charconv>
#include <ostream>

namespace netlair {
namespace {

// Reads a hexadecimal number; empty text is 0. False for anything else.
bool read_half(std::string_view text, std::uint16_t& half) {
  half = 0;
  if (text.empty()) return true;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), half, 16);
  return error == std::errc() && end == text.data() + text.size();
}

std::string hexadecimal(std::uint16_t half) {
  std::array<char, 8> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), half, 16).ptr};
}

}  // namespace

QdiscHandle QdiscHandle::parse(std::string_view text) {
  if (text == "root") return root();
  if (text == "ingress") return ingress();
  const std::size_t colon = text.find(':');
  std::uint16_t major = 0;
  std::uint16_t minor = 0;
  if (colon == std::string_view::npos || !read_half(text.substr(0, colon), major) ||
      !read_half(text.substr(colon + 1), minor))
    detail::refuse("qdisc handle", text,
                   "it must be two hexadecimal numbers of 0 to ffff with a ':' between, as in 1:10");
  return {major, minor};
}

std::string QdiscHandle::str() const {
  if (*this == root()) return "root";
  if (*this == ingress()) return "ingress";
  return hexadecimal(major_) + ":" + (minor_ != 0 ? hexadecimal(minor_) : "");
}

std::ostream& operator<<(std::ostream& out, const QdiscHandle& handle) {
  return out << handle.str();
}

}  // namespace netlair
