// SPDX-License-Identifier: Apache-2.0
// Encodes the kind of a link, and the settings of that kind, into a request.
#pragma once

#include <netlair/network/link_kind.hpp>

#include "netlink/message.hpp"

#include <string>

namespace netlair::detail {

/// The kernel module that has a kind of link, by kernel_name().
std::string module_of(const std::string& kind);

/// Puts IFLA_LINK, if the kind has a parent, and IFLA_LINKINFO. Throws Error EINVAL at kCheckValue for settings that
/// cannot be encoded.
void put_kind(Message& message, const LinkKind& kind);

}  // namespace netlair::detail
