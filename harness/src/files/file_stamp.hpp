// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netlair/netns/unique_fd.hpp>

namespace netlair::detail {

/// Sets a modification time that no other file has had. By that time, the size and the inode, the C library tells one
/// /etc/resolv.conf from another (resolv_conf.c of glibc). Without the stamp these could all be equal for two hosts,
/// and one host would use the other one's name servers.
void stamp(const UniqueFd& file) noexcept;

}  // namespace netlair::detail
