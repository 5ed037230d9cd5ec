// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/patience.hpp>

#include "base/check.hpp"

#include <algorithm>
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
    detail::refuse("NETLAIR_TIME_FACTOR", text, "it must be a number from 0.01 to 1000");
  return factor;
}

detail::TimeLeft& time_left() noexcept {
  static detail::TimeLeft function = nullptr;
  return function;
}

}  // namespace

std::chrono::milliseconds detail::whole_patience() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(kUsual * time_factor());
}

std::chrono::steady_clock::time_point detail::deadline_in(std::chrono::milliseconds time) noexcept {
  return std::chrono::steady_clock::now() + std::min<std::chrono::milliseconds>(time, std::chrono::hours(24));
}

void detail::limit_patience_with(TimeLeft function) noexcept {
  time_left() = function;
}

// A limit above 10 s is rounded down to whole seconds: people read it, and the difference does not matter.
std::chrono::milliseconds patience() {
  using std::chrono::seconds;
  const auto whole = detail::whole_patience();
  if (time_left() == nullptr) return whole;
  const auto most = time_left()() / 4 * 3;
  return std::min(whole, most > seconds(10) ? std::chrono::floor<seconds>(most) : most);
}

}  // namespace netlair
