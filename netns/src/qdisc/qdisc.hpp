// SPDX-License-Identifier: Apache-2.0
// Parses one message of a dump of qdiscs, or of qdisc classes. The bytes may be arbitrary; whatever they lack is
// missing in the result.
#pragma once

#include <netlair/network/qdisc.hpp>

#include "netlink/name_of.hpp"

#include <vector>

struct nlmsghdr;

namespace netlair::detail {

/// At most one qdisc.
std::vector<Qdisc> parse_qdisc(const nlmsghdr& message, const NameOf& name_of);
/// At most one class.
std::vector<QdiscClass> parse_qdisc_class(const nlmsghdr& message, const NameOf& name_of);

}  // namespace netlair::detail
