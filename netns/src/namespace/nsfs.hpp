// SPDX-License-Identifier: Apache-2.0
// Opens a file that must be a network namespace, and reports what it is instead.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <string>

namespace netlair::detail {

/// The namespace of the calling thread. (/proc/self would be that of the main thread.)
inline constexpr const char* kThreadNamespace = "/proc/thread-self/ns/net";

/// Throws Error at kOpen, with errno ENOENT and the like. Does not check what was opened.
UniqueFd open_namespace_file(const char* path);

/// Throws Error at kOpen, EINVAL, when `fd` is not a network namespace: a stale file, a directory, another kind.
void require_net_namespace(const UniqueFd& fd, const std::string& object);

/// Identity by fstat(2). Throws Error at kOpen.
NetNsId identity(const UniqueFd& fd);

}  // namespace netlair::detail
