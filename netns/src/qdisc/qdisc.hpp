// SPDX-License-Identifier: Apache-2.0
// What a message of a dump of qdiscs, or of their classes, means.
// The bytes may be any; whatever they lack is missing in the result.
#pragma once

#include <netlair/network/qdisc.hpp>

#include "netlink/name_of.hpp"

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// Nothing or one.
std::vector<Qdisc> parse_qdisc(const nlmsghdr& message, const NameOf& name_of);
/// Nothing or one.
std::vector<QdiscClass> parse_qdisc_class(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
