// SPDX-License-Identifier: Apache-2.0
// Replies of the kernel name interfaces by index; netlair's types name them by name.
#pragma once

#include <netlair/network/interface_name.hpp>

#include <functional>

namespace netlair::detail {

/// The name of the interface with that index, or "#<index>" when it has gone.
using NameOf = std::function<InterfaceName(int)>;

}  // namespace netlair::detail
