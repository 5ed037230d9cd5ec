// SPDX-License-Identifier: Apache-2.0
// The kernel's replies refer to interfaces by index; netlair's types refer to them by name.
#pragma once

#include <netlair/network/interface_name.hpp>

#include <functional>

namespace netlair::detail {

/// Returns the name of the interface with that index, or "#<index>" if the interface no longer exists.
using NameOf = std::function<InterfaceName(int)>;

}  // namespace netlair::detail
