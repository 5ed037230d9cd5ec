// SPDX-License-Identifier: Apache-2.0
// What a message of a dump of neighbours means.
// The bytes may be any; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/neighbour.hpp>

#include "netlink/name_of.hpp"

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// Nothing or one.
std::vector<Neighbour> parse_neighbour(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
