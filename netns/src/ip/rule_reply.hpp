// SPDX-License-Identifier: Apache-2.0
// What a message of a dump of rules means. The bytes may be any; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/rule.hpp>

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// Nothing or one.
std::vector<Rule> parse_rule(const nlmsghdr& message);

}  // namespace netlair::detail
