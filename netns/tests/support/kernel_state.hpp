// SPDX-License-Identifier: Apache-2.0
// What the tests of every layer ask the kernel about this process.
#pragma once

#include <functional>
#include <set>

namespace netlair::test {

std::set<int> open_descriptors();

/// Is it so, now or within five seconds? For what the kernel does a little later: a thread can be joined before it has
/// left its namespaces, and /proc.
bool eventually(const std::function<bool()>& holds);

}  // namespace netlair::test
