// SPDX-License-Identifier: Apache-2.0
// Runs a function on a thread that is made for it and ends with it: what it does to its namespaces ends there too.
#pragma once

#include <functional>

namespace netlair::detail {

/// Returns when `f` has; rethrows what it threw. The thread takes no signals, so that no handler runs in a namespace
/// that it does not know of. Throws Error at kJoin when there is no thread to be had.
void on_fresh_thread(const std::function<void()>& f);

}  // namespace netlair::detail
