// SPDX-License-Identifier: Apache-2.0
// Hints: what a person can do about an errno at a step. An error message ends with this fix.
#pragma once

#include <netlair/netns/step.hpp>

#include <string>

namespace netlair::detail {

/// "this needs CAP_SYS_ADMIN: ", and how to get it.
std::string need_of(const char* capability);

/// Empty if there is no useful hint. Reads /proc/sys/user. Throws only if there is no memory.
std::string hint_for(Step step, int error_number);

}  // namespace netlair::detail
