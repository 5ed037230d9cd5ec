// SPDX-License-Identifier: Apache-2.0
// Trying things out in a child that is thrown away.
//
// The caller may have any number of threads, or, under a sanitizer, be about to get one that it must not have yet. So
// the child is made by _Fork(3), and does async-signal-safe calls only: no allocation, no lock, no thread, no
// exception.
#pragma once

#include <netlair/netns/error.hpp>

#include <array>
#include <string_view>

#include <sys/types.h>

namespace netlair::detail {

/// The first thing that failed; error_number 0: nothing did. The object is a literal, so that it means the same in the
/// parent; the text is the kernel's, where it has given any.
struct Failure {
  Step step = Step::kUnshare;
  const char* object = "";
  int error_number = 0;
  std::array<char, 160> text{};

  explicit operator bool() const noexcept { return error_number != 0; }
};

/// With the current errno.
Failure failure_at(Step step, const char* object) noexcept;

/// Keeps as much of `text` as there is room for.
void set_text(Failure& failure, std::string_view text) noexcept;

/// Waits for a child of the probe's own, and tells whether it ended with status 0. Async-signal-safe.
bool succeeds(pid_t child) noexcept;

/// What `f(context)` returned in the child. Throws Error at kSpawn when there is no child to be had, or it dies.
Failure in_thrown_away_child(Failure (*f)(const void*) noexcept, const void* context);

/// The same for anything that can be called; it and what it refers to are made before the fork.
template <class F>
Failure in_thrown_away_child(const F& f) {
  return in_thrown_away_child([](const void* context) noexcept { return (*static_cast<const F*>(context))(); }, &f);
}

}  // namespace netlair::detail
