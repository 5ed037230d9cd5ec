// SPDX-License-Identifier: Apache-2.0
// Rtnetlink for trials: sends requests that were encoded before the fork, and reads the kernel's replies.
#pragma once

#include <netlair/network/request.hpp>

#include "support/trial_child.hpp"

#include <span>
#include <vector>

namespace netlair::detail {

/// The index of every interface that a request names in a trial, except lo, whose index is 1.
inline constexpr int kTrialIndex = 100;

/// Encodes a request for a trial's namespace. A link that it creates gets `index`, unless `index` is 0.
std::vector<char> encoded_for_trial(const Request& request, int index = 0);

/// Sends the requests one by one in the namespace of the calling process, and returns the first refusal.
/// Async-signal-safe.
PlainError send_in_trial(std::span<const std::vector<char>> requests) noexcept;

/// True if the first qdisc that the kernel lists has the attribute `type` among its options. The attributes begin
/// `offset` bytes after the start of the options. Async-signal-safe.
bool a_qdisc_has_option(std::size_t offset, int type) noexcept;

}  // namespace netlair::detail
