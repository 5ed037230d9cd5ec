// SPDX-License-Identifier: Apache-2.0
// A conversation over rtnetlink that a trial may hold: requests that were encoded before the fork, and what the kernel
// says of them.
#pragma once

#include <netlair/network/request.hpp>

#include "support/trial.hpp"

#include <span>
#include <vector>

namespace netlair::detail {

/// Interfaces that a request names have this index in a trial, but for lo, which has 1.
inline constexpr int kTrialIndex = 100;

/// The bytes of a request that is sent in a trial's namespace. A link that it makes gets `index`, unless that is 0.
std::vector<char> encoded_for_trial(const Request& request, int index = 0);

/// Sends each in turn, in the namespace of the calling process, and returns the first refusal. Async-signal-safe.
PlainError send_in_trial(std::span<const std::vector<char>> requests) noexcept;

/// Does the first qdisc that the kernel lists have that attribute among its options, `offset` bytes behind their start?
/// Async-signal-safe.
bool a_qdisc_has_option(std::size_t offset, int type) noexcept;

}  // namespace netlair::detail
