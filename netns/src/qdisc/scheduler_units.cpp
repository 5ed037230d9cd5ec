// SPDX-License-Identifier: Apache-2.0
#include "qdisc/scheduler_units.hpp"

#include <algorithm>

namespace netlair::detail {

std::uint32_t to_ticks(double seconds) noexcept {
  return static_cast<std::uint32_t>(std::min(seconds * 1e9 / 64, 4294967295.0));
}

double seconds_for(std::uint64_t bytes, const Rate& rate) noexcept {
  return static_cast<double>(bytes) * 8 / static_cast<double>(rate.bits_per_second());
}

std::uint32_t to_32_bits(std::uint64_t value) noexcept {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, UINT32_MAX));
}

void put_64_bits_where_needed(Message& message, std::uint16_t type, const Rate& rate) {
  if (rate.bytes_per_second() > UINT32_MAX) message.put(type, rate.bytes_per_second());
}

}  // namespace netlair::detail
