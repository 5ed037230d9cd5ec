// SPDX-License-Identifier: Apache-2.0
// What a person can do when rtnetlink refuses a request: the fix that an error message ends with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace netlair::detail {

/// Do the kernel's words say that it does not know that kind of link, or of qdisc?
bool is_of_unknown_kind(std::string_view kernel_text);

/// For a request that was refused with the kernel's words. `module` is what it needs of the kernel; it may be empty.
/// `type` is RTM_NEWADDR or the like; 0: any.
std::string netlink_hint(int error_number, std::string_view kernel_text, const std::string& module,
                         std::uint16_t type = 0);

}  // namespace netlair::detail
