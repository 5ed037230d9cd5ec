// SPDX-License-Identifier: Apache-2.0
// Parses one message of a dump of rules. The bytes may be arbitrary; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/rule.hpp>

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// At most one rule.
std::vector<Rule> parse_rule(const nlmsghdr& message);

}  // namespace netlair::detail
