// SPDX-License-Identifier: Apache-2.0
// The units of the kernel's packet schedulers.
#pragma once

#include <netlair/network/quantities.hpp>

#include "netlink/message.hpp"

#include <cstdint>

namespace netlair::detail {

/// Ticks of 64 ns (PSCHED_SHIFT in the kernel's pkt_sched.h, shown in /proc/net/psched); at most what 32 bits hold.
std::uint32_t to_ticks(double seconds) noexcept;

/// How many seconds `bytes` take at `rate`.
double seconds_for(std::uint64_t bytes, const Rate& rate) noexcept;

/// `value`, or the 32-bit maximum if it does not fit: then a second attribute carries it in 64 bits.
std::uint32_t to_32_bits(std::uint64_t value) noexcept;
/// Puts that second attribute, in bytes per second, if the rate does not fit in 32 bits.
void put_64_bits_where_needed(Message& message, std::uint16_t type, const Rate& rate);

}  // namespace netlair::detail
