// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netlair/netns/unique_fd.hpp>

namespace netlair::detail {

/// Gives it a time of modification that no other one has had. By that, its size and its inode the C library tells one
/// /etc/resolv.conf from another (resolv_conf.c of glibc): those of two hosts may agree in all of them otherwise, and
/// one of them be asked for the other one's name servers.
void stamp(const UniqueFd& file) noexcept;

}  // namespace netlair::detail
