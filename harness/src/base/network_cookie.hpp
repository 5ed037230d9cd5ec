// SPDX-License-Identifier: Apache-2.0
// The kernel's cookie of a network namespace. It is never reused, unlike the inode.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <cstdint>

namespace netlair::detail {

/// The cookie of the socket's network (SO_NETNS_COOKIE, Linux 5.14); 0 if the kernel does not report it.
std::uint64_t network_cookie(const UniqueFd& socket) noexcept;

}  // namespace netlair::detail
