// SPDX-License-Identifier: Apache-2.0
// Runs a function on a new thread that ends with the function. Changes to the thread's namespaces end with it.
#pragma once

#include <functional>

namespace netlair::detail {

/// Returns when `f` has returned; rethrows what `f` threw. The thread blocks all signals, so that no handler runs in a
/// namespace that it does not expect. Throws Error at kJoin if the thread cannot be started.
void on_fresh_thread(const std::function<void()>& f);

}  // namespace netlair::detail
