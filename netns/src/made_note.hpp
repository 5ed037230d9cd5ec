// SPDX-License-Identifier: Apache-2.0
// The note that netlair made a persist dir's mount, and which of its directories: a file below /run/netlair, known by
// the directory's device and inode. It is read and written while the directory's lock is held.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <optional>

namespace netlair::detail {

class MadeNote {
 public:
  /// Throws Error at kOpen.
  explicit MadeNote(const UniqueFd& directory);

  /// How many directories netlair made, the persist dir and its parents; nothing when there is no note. Throws Error at
  /// kOpen.
  std::optional<int> read() const;
  /// All or nothing. Throws Error at kCreateDir or kCreate.
  void write(int made) const;
  void remove() const;

 private:
  std::filesystem::path path_;
};

/// Makes `path` and its parents as need be; returns how many were made. Throws Error at kCreateDir.
int make_directories(const std::filesystem::path& path);

/// Removes `path` and its parents, `made` of them in all, and stops at one that somebody else has come to use. By
/// number and by what the path resolves to, since the one who removes may spell it otherwise than the one who made it.
void take_back_directories(const std::filesystem::path& path, int made) noexcept;

}  // namespace netlair::detail
