// SPDX-License-Identifier: Apache-2.0
// A file that a host has of its own in place of the machine's, which must never be written to.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <string_view>

namespace netlair {

class Host;

namespace detail {

/// Adds a line to it. Throws Error at kCheck, ENOENT, where the host has none of its own, or at kOpen.
void add_line(const Host& host, const char* path, const std::string& line);

/// Throws Error at kOpen.
std::string text_of(const Host& host, const char* path);

/// Throws Error at kCheck, EINVAL, for what is not one word: `what` says what it was to be.
void require_word(std::string_view text, const char* what);

/// Gives it a time of modification that no other one has had. By that, its size and its inode the C library tells one
/// /etc/resolv.conf from another (resolv_conf.c of glibc): those of two hosts may agree in all of them otherwise, and
/// one of them be asked for the other one's name servers.
void stamp(const UniqueFd& file) noexcept;

}  // namespace detail
}  // namespace netlair
