// SPDX-License-Identifier: Apache-2.0
// The part of a request that says of which kind a link is, and how that kind is set.
#pragma once

#include <netlair/network/link_kind.hpp>

#include "netlink/message.hpp"

namespace netlair::detail {

/// IFLA_LINK where the kind has a parent, and IFLA_LINKINFO. Throws Error EINVAL at kCheckValue for what cannot be
/// said.
void put_kind(Message& message, const LinkKind& kind);

}  // namespace netlair::detail
