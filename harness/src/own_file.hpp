// SPDX-License-Identifier: Apache-2.0
// A file that a host has of its own in place of the machine's, which must never be written to.
#pragma once

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

}  // namespace detail
}  // namespace netlair
