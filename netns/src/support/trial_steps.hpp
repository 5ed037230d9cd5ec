// SPDX-License-Identifier: Apache-2.0
// The steps of trials, which run in the trial's child. They are async-signal-safe, and only for a process that is
// thrown away.
#pragma once

#include "support/trial_child.hpp"

namespace netlair::detail {

/// Enters a new network namespace and goes back. A process that is root in a user namespace which does not own the
/// process's network can make network namespaces, but cannot go back.
PlainError visit_own_network() noexcept;
/// Enters a new mount namespace, private, with a /run of its own.
PlainError enter_own_mounts() noexcept;
/// Enters such a mount namespace, and in it names a network namespace as PersistDir does.
PlainError name_a_namespace() noexcept;
/// Makes a PID namespace with a process in it.
PlainError enter_pid_namespace() noexcept;

// Each of these four enters a new network namespace first.
PlainError bind_to_ipv6_loopback() noexcept;
PlainError open_packet_socket() noexcept;
PlainError open_tap_device() noexcept;
PlainError write_a_sysctl() noexcept;
/// Makes 64 network namespaces, and keeps a descriptor of each.
PlainError make_many_namespaces() noexcept;

/// Runs a program for at most 60 s. The first line of its standard error goes into the failure.
PlainError run_to_success(char* const* argv) noexcept;

}  // namespace netlair::detail
