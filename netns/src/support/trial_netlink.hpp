// SPDX-License-Identifier: Apache-2.0
// A conversation over rtnetlink that a probe may hold: requests that were encoded before the fork, and what the kernel
// says of them.
#pragma once

#include <netlair/network/request.hpp>

#include "support/trial.hpp"

#include <span>
#include <vector>

namespace netlair::detail {

/// Interfaces that a request names have this index in a probe, but for lo, which has 1.
inline constexpr int kProbeIndex = 100;

/// The bytes of a request that is sent in a probe's namespace. A link that it makes gets `index`, unless that is 0.
std::vector<char> encoded_for_probe(const Request& request, int index = 0);

/// Sends each in turn, in the namespace of the calling process, and returns the first refusal. Async-signal-safe.
Failure send_in_probe(std::span<const std::vector<char>> requests) noexcept;

/// Does the first queue that the kernel lists have that attribute among its options, `offset` bytes behind their start?
/// Async-signal-safe.
bool a_queue_has_option(std::size_t offset, int type) noexcept;

}  // namespace netlair::detail
