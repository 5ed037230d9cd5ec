// SPDX-License-Identifier: Apache-2.0
// The note that netlair made a persist dir's mount, and which of its directories: a file below /run/netlair, known by
// the directory's device and inode, with the time of its birth in it, since an inode is used again. Where /run cannot
// be written to it is in the directory itself. It is read and written while the directory's lock is held.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace netlair::detail {

class DirectoryNote {
 public:
  /// `path` is of the directory. Throws Error at kOpen.
  DirectoryNote(const UniqueFd& directory, const std::filesystem::path& path);

  /// How many directories netlair made, the persist dir and its parents; nothing when there is no note, or one of
  /// another directory that had the same inode. Throws Error at kOpen.
  std::optional<int> read() const;
  /// All or nothing. Throws Error at kCreateDir or kCreate.
  void write(int made) const;
  void remove() const;

 private:
  bool remove_all() const noexcept;

  std::filesystem::path in_run_;
  std::filesystem::path inside_;
  std::string born_;  // empty where the file system does not tell
};

/// Makes `path` and its parents as need be; returns how many were made. Throws Error at kCreateDir.
int make_directories(const std::filesystem::path& path);

/// Removes `path` and its parents, `made` of them in all, and stops at one that somebody else has come to use. By
/// number and by what the path resolves to, since the one who removes may spell it otherwise than the one who made it.
void take_back_directories(const std::filesystem::path& path, int made) noexcept;

}  // namespace netlair::detail
