// SPDX-License-Identifier: Apache-2.0
// Files below /proc/sys, also where the caller's own /proc/sys is read-only or missing, as in containers.
#pragma once

#include "base/plain_error.hpp"

namespace netlair::detail {

/// Writes `text` to "/proc/sys/<path>". Async-signal-safe. errno tells what failed.
bool write_proc_sys(const char* path, const char* text) noexcept;

/// Gives the calling thread mounts of its own, with a /proc/sys that can be written. For a thread or a process that
/// ends soon. Async-signal-safe. Returns what failed.
PlainError mount_own_proc() noexcept;

}  // namespace netlair::detail
