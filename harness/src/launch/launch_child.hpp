// SPDX-License-Identifier: Apache-2.0
// What a child does between vfork and exec. Only async-signal-safe calls are allowed there, since other threads may
// hold any lock, malloc's included, and the memory is the parent's.
#pragma once

#include "launch/launch_plan.hpp"

namespace netlair::detail {

/// Gives the child the state that its program is to find. Does not return if that fails.
void prepare_in_child(Plan& plan) noexcept;

/// Reports errno to the parent, and ends the child.
[[noreturn]] void fail_in_child(Plan& plan, Report::What what) noexcept;

}  // namespace netlair::detail
