// SPDX-License-Identifier: Apache-2.0
// What trials do in their child: async-signal-safe, and for a process that is thrown away.
#pragma once

#include "support/trial.hpp"

namespace netlair::detail {

/// A network namespace, and the way back: where a process is root in a user namespace to which its own network does not
/// belong, it may make others, but not return.
PlainError visit_own_network() noexcept;
/// A mount namespace, private, with a /run of its own.
PlainError enter_own_mounts() noexcept;
/// In one, a network namespace that has a name as PersistDir gives it.
PlainError name_a_namespace() noexcept;
/// A PID namespace with a process in it.
PlainError enter_pid_namespace() noexcept;

// Each in a network namespace of its own.
PlainError bind_to_ipv6_loopback() noexcept;
PlainError open_packet_socket() noexcept;
PlainError open_tap_device() noexcept;
PlainError write_a_sysctl() noexcept;
/// 64 of them, with a descriptor each.
PlainError make_many_namespaces() noexcept;

/// Runs a program, for 60 s at most. The first line of what it says goes into the failure.
PlainError run_to_success(char* const* argv) noexcept;

}  // namespace netlair::detail
