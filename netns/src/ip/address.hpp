// SPDX-License-Identifier: Apache-2.0
// Parses one message of a dump of addresses. The bytes may be arbitrary; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/address.hpp>

#include "netlink/name_of.hpp"

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// At most one address.
std::vector<Address> parse_address(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
