// SPDX-License-Identifier: Apache-2.0
// System calls for the child of a fork(2): async-signal-safe.
#pragma once

namespace netlair::detail {

/// unshare(2) by a direct system call. The library's own unshare() (see thread_namespace.hpp) would change the record
/// of the thread's namespace.
int unshare_by_system_call(int flags) noexcept;

/// The same for network and user namespaces, whose number the kernel limits (user.max_net_namespaces, namespaces(7)). A
/// closed namespace counts until the kernel has destroyed it, a little later. Hence ENOSPC is returned only after five
/// seconds of retries, or at once if the limit is 0.
int unshare_when_there_is_room(int flags) noexcept;

/// Writes `text` to `path`, relative to `directory` as for openat(2). Returns false, and sets errno, on failure.
bool write_file(int directory, const char* path, const char* text) noexcept;

}  // namespace netlair::detail
