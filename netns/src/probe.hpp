// SPDX-License-Identifier: Apache-2.0
// Trying things out in a child that is thrown away.
//
// The caller may have any number of threads, or, under a sanitizer, be about to get one that it must not have yet. So
// the child is made by _Fork(3), and does async-signal-safe calls only: no allocation, no lock, no thread, no
// exception.
#pragma once

#include <netlair/netns/error.hpp>

namespace netlair::detail {

/// The first thing that failed; error_number 0: nothing did. The text is a literal, so that it means the same in the
/// parent.
struct Failure {
  Step step = Step::kUnshare;
  const char* object = "";
  int error_number = 0;

  explicit operator bool() const noexcept { return error_number != 0; }
};

/// With the current errno.
Failure failure_at(Step step, const char* object) noexcept;

/// What `f` returned in the child. Throws Error at kSpawn when there is no child to be had, or it dies.
Failure in_thrown_away_child(Failure (*f)());

}  // namespace netlair::detail
