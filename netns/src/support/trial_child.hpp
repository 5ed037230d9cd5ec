// SPDX-License-Identifier: Apache-2.0
// Tries things out in a child process that is thrown away.
//
// The caller may be multithreaded, and under TSan fork() starts a thread, which forbids entering a user namespace;
// hence _Fork(3). The child makes async-signal-safe calls only: no allocation, no lock, no thread, no exception.
#pragma once

#include "base/plain_error.hpp"

#include <sys/types.h>

namespace netlair::detail {

/// Waits for a child of the trial itself. Returns whether it ended with status 0. Async-signal-safe.
bool succeeds(pid_t child) noexcept;

/// Runs `f(context)` in a child and returns its result. Throws Error at kSpawn if no child can be made, or it dies.
PlainError in_thrown_away_child(PlainError (*f)(const void*) noexcept, const void* context);

/// The same for any callable. It, and whatever it refers to, must be made before the fork.
template <class F>
PlainError in_thrown_away_child(const F& f) {
  return in_thrown_away_child([](const void* context) noexcept { return (*static_cast<const F*>(context))(); }, &f);
}

}  // namespace netlair::detail
