// SPDX-License-Identifier: Apache-2.0
// What add_lan() does, for a host that is being made.
#pragma once

#include <string>

namespace netlair {

class NetNs;

namespace detail {

/// Errors call the network by `host_name`. Throws Error, see add_lan().
void add_lan_interface(const NetNs& ns, const std::string& host_name);

}  // namespace detail
}  // namespace netlair
