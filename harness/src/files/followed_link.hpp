// SPDX-License-Identifier: Apache-2.0
// Resolves a symbolic link without looking inside /run, since a host's /run has covered the machine's.
#pragma once

#include <filesystem>
#include <string_view>

namespace netlair::detail {

bool is_below(const std::filesystem::path& path, std::string_view directory);

/// Follows `link` until a path in /run, or one that is not a link. Returns `link` itself if it leads on endlessly.
std::filesystem::path followed_to_run(const std::filesystem::path& link);

}  // namespace netlair::detail
