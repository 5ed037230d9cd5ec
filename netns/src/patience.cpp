// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/patience.hpp>

#include "check.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace netlair {
namespace {

constexpr std::chrono::duration<double> kUsual(60);

double time_factor() {
  const char* set = std::getenv("NETLAIR_TIME_FACTOR");
  const std::string_view text = set != nullptr ? set : "1";
  double factor = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || !(factor >= 0.01 && factor <= 1000))
    detail::refuse("NETLAIR_TIME_FACTOR", text, "it is a number from 0.01 to 1000");
  return factor;
}

}  // namespace

std::chrono::milliseconds patience() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(kUsual * time_factor());
}

}  // namespace netlair
