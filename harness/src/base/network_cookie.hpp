// SPDX-License-Identifier: Apache-2.0
// The kernel's number of a network, which it gives to no other one, ever: an inode is used again.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <cstdint>

namespace netlair::detail {

/// Of the network that the socket is in (SO_NETNS_COOKIE, Linux 5.14); 0: the kernel does not tell.
std::uint64_t network_cookie(const UniqueFd& socket) noexcept;

}  // namespace netlair::detail
