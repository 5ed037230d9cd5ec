// SPDX-License-Identifier: Apache-2.0
// The units of the kernel's packet schedulers.
#pragma once

#include <netlair/network/quantities.hpp>

#include "netlink/message.hpp"

#include <cstdint>

namespace netlair::detail {

/// Of 64 ns (PSCHED_SHIFT in the kernel's pkt_sched.h, shown in /proc/net/psched); as many as fit.
std::uint32_t to_ticks(double seconds) noexcept;

/// How long so many bytes take.
double seconds_for(std::uint64_t bytes, const Rate& rate) noexcept;

/// The largest number of 32 bits where it does not fit: then another attribute has it with 64.
std::uint32_t to_32_bits(std::uint64_t value) noexcept;
/// That attribute, in bytes per second.
void put_64_bits_where_needed(Message& message, std::uint16_t type, const Rate& rate);

}  // namespace netlair::detail
