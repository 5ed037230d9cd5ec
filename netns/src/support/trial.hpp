// SPDX-License-Identifier: Apache-2.0
// Trying things out in a child that is thrown away.
//
// The caller may have any number of threads, or, under a sanitizer, be about to get one that it must not have yet. So
// the child is made by _Fork(3), and does async-signal-safe calls only: no allocation, no lock, no thread, no
// exception.
#pragma once

#include "base/plain_error.hpp"

#include <sys/types.h>

namespace netlair::detail {

/// Waits for a child of the trial's own, and tells whether it ended with status 0. Async-signal-safe.
bool succeeds(pid_t child) noexcept;

/// What `f(context)` returned in the child. Throws Error at kSpawn when there is no child to be had, or it dies.
PlainError in_thrown_away_child(PlainError (*f)(const void*) noexcept, const void* context);

/// The same for anything that can be called; it and what it refers to are made before the fork.
template <class F>
PlainError in_thrown_away_child(const F& f) {
  return in_thrown_away_child([](const void* context) noexcept { return (*static_cast<const F*>(context))(); }, &f);
}

}  // namespace netlair::detail
