// SPDX-License-Identifier: Apache-2.0
// What a person can do about an errno at a step: the fix that an error message ends with.
#pragma once

#include <netlair/netns/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace netlair::detail {

inline constexpr const char* kNftMissing = "the nft program is not installed: it is in the package nftables";

/// Empty where there is nothing useful to say. Reads /proc/sys/user; never throws but for lack of memory.
std::string hint_for(Step step, int error_number);

/// Do the kernel's words say that it does not know that kind of link, or of queue?
bool is_of_unknown_kind(std::string_view kernel_text);

/// For a request that rtnetlink has refused, with the kernel's words. `module` is what it needs of the kernel; it may
/// be empty. `type` is RTM_NEWADDR or the like; 0: any.
std::string netlink_hint(int error_number, std::string_view kernel_text, const std::string& module,
                         std::uint16_t type = 0);

}  // namespace netlair::detail
