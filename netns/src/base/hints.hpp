// SPDX-License-Identifier: Apache-2.0
// What a person can do about an errno at a step: the fix that an error message ends with.
#pragma once

#include <netlair/netns/step.hpp>

#include <string>

namespace netlair::detail {

inline constexpr const char* kNftMissing = "the nft program is not installed: it is in the package nftables";

/// "this needs CAP_SYS_ADMIN: ", and how to come by it.
std::string need_of(const char* capability);

/// Empty where there is nothing useful to say. Reads /proc/sys/user; never throws but for lack of memory.
std::string hint_for(Step step, int error_number);

}  // namespace netlair::detail
