// SPDX-License-Identifier: Apache-2.0
// System calls for the child of a fork(2): async-signal-safe.
#pragma once

namespace netlair::detail {

/// unshare(2), not by way of the library's own unshare() (see thread_namespace.hpp), which changes what the thread
/// remembers.
int unshare_by_system_call(int flags) noexcept;

/// The same for network and user namespaces, of which the kernel allows a number (user.max_net_namespaces, of
/// namespaces(7)). One that is closed counts until the kernel has taken it down, which is a little later: so a refusal
/// by ENOSPC is believed only after five seconds of trying, or at once where the limit is 0.
int unshare_when_there_is_room(int flags) noexcept;

/// Writes `text`; relative to a directory as openat(2) has it. False, with errno, when that fails.
bool write_file(int directory, const char* path, const char* text) noexcept;

}  // namespace netlair::detail
