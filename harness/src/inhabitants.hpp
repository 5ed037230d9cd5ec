// SPDX-License-Identifier: Apache-2.0
// The processes in a network namespace, as the kernel knows them: whoever started them, whatever they are called.
#pragma once

#include <netlair/netns/netns.hpp>

#include <string>
#include <vector>

namespace netlair::detail {

/// Is any process but this one in the namespace?
bool is_inhabited(const NetNs& ns);

/// Kills every process in the namespace but this one, and waits until they are gone. For a namespace of our own making
/// only: whatever is in it came from us. What could not be done comes back as a line each.
std::vector<std::string> end_inhabitants(const NetNs& ns);

}  // namespace netlair::detail
