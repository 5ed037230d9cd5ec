// SPDX-License-Identifier: Apache-2.0
// The implementation of add_lan(), also for a host that is being made.
#pragma once

#include <string>

namespace netlair {

class NetNs;

namespace detail {

/// Errors name the network `host_name`. Throws Error, see add_lan().
void add_lan_interface(const NetNs& ns, const std::string& host_name);

}  // namespace detail
}  // namespace netlair
