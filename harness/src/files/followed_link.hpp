// SPDX-License-Identifier: Apache-2.0
// Where a symbolic link leads when what is behind /run must not be looked at, because another one has covered it.
#pragma once

#include <filesystem>
#include <string_view>

namespace netlair::detail {

bool is_below(const std::filesystem::path& path, std::string_view directory);

/// As far as to a path in /run, or to what is no link. The link itself when it leads on for ever.
std::filesystem::path followed_to_run(const std::filesystem::path& link);

}  // namespace netlair::detail
