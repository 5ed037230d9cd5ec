// SPDX-License-Identifier: Apache-2.0
// Writes files below /proc/sys, even if the caller's own /proc/sys is read-only or missing, as in containers.
#pragma once

#include "base/plain_error.hpp"

namespace netlair::detail {

/// Writes `text` to "/proc/sys/<path>". Returns false, with errno set, on failure. Async-signal-safe.
bool write_proc_sys(const char* path, const char* text) noexcept;

/// Moves the calling thread into a new mount namespace with a writable /proc/sys. Only for a thread or a process that
/// ends soon. Async-signal-safe. Returns what failed.
PlainError mount_own_proc() noexcept;

}  // namespace netlair::detail
