// SPDX-License-Identifier: Apache-2.0
#include "base/check.hpp"

#include <netlair/netns/error.hpp>

#include <cerrno>

namespace netlair::detail {
namespace {

std::string printable(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char each : value) {
    const auto byte = static_cast<unsigned char>(each);
    if (byte >= 0x20 && byte < 0x7f)
      text += each;
    else
      text.append("\\x").append(1, kDigits[byte / 16]).append(1, kDigits[byte % 16]);
  }
  return text;
}

}  // namespace

void refuse(std::string_view field, std::string_view value, const std::string& rule) {
  throw Error(Step::kCheckValue, std::string(field) + " '" + printable(value) + "'", EINVAL, rule);
}

void refuse_null(std::string_view field, std::string_view value) {
  if (value.find('\0') != std::string_view::npos) refuse(field, value, "it contains a null byte, which would end it");
}

}  // namespace netlair::detail
