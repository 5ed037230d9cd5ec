// SPDX-License-Identifier: Apache-2.0
// The part of entering a user namespace that a trial (see support()) needs as well.
#pragma once

#include "base/plain_error.hpp"

namespace netlair::detail {

/// New user, mount, network and UTS namespaces for this process, root mapped, mounts private, loopback up.
/// Async-signal-safe.
PlainError enter_own_namespaces() noexcept;

/// A new network namespace for this process, loopback up. Async-signal-safe.
PlainError enter_own_network() noexcept;

}  // namespace netlair::detail
