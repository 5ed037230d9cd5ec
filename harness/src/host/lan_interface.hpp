// SPDX-License-Identifier: Apache-2.0
// The implementation of add_lan(), also for a host that is being made.
#pragma once

#include <string>

namespace netlair::detail {

class HostNamespaces;

/// Errors name the network `host_name`. Throws Error, see add_lan().
void add_lan_interface(const HostNamespaces& host, const std::string& host_name);

}  // namespace netlair::detail
