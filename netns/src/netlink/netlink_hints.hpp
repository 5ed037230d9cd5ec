// SPDX-License-Identifier: Apache-2.0
// Hints for requests that rtnetlink refuses: the fix that an error message ends with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace netlair::detail {

/// True if the kernel's error message says that it does not know the kind of link, or of qdisc.
bool is_of_unknown_kind(std::string_view kernel_text);

/// The hint for a request that the kernel refused with the message `kernel_text`. `module` is the kernel module that
/// the request needs; it may be empty. `type` is RTM_NEWADDR or the like; 0: any.
std::string netlink_hint(int error_number, std::string_view kernel_text, const std::string& module,
                         std::uint16_t type = 0);

}  // namespace netlair::detail
