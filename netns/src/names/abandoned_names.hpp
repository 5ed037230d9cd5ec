// SPDX-License-Identifier: Apache-2.0
// The names in a directory whose owners have ended.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <vector>

namespace netlair::detail {

struct AbandonedName {
  std::filesystem::path entry;
  NetNsId ns;
  RememberedFd file;  // locked
};

/// `directory` is open, and locked by the caller. What cannot be looked at is left out.
std::vector<AbandonedName> find_abandoned_names(const UniqueFd& directory, const std::filesystem::path& path);

/// The file that the name `entry` in `directory` is mounted on. Empty if it cannot be opened.
UniqueFd open_file_of_name(const std::filesystem::path& directory, const std::filesystem::path& entry) noexcept;

}  // namespace netlair::detail
