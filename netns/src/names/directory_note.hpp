// SPDX-License-Identifier: Apache-2.0
// A note that netlair made a persist dir's mount, and how many of its directories. It is a file below /run/netlair,
// named by the directory's device and inode. It contains the time of the directory's birth, since an inode may be
// reused. If /run is not writable, the note is in the directory itself. It is read and written while the directory's
// lock is held.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace netlair::detail {

class DirectoryNote {
 public:
  /// `path` is the directory's path. Throws Error at kOpen.
  DirectoryNote(const UniqueFd& directory, const std::filesystem::path& path);

  /// How many directories netlair made: the persist dir and its parents. Empty if there is no note, or if the note is
  /// about another directory that had the same inode. Throws Error at kOpen.
  std::optional<int> read() const;
  /// Writes all of the note or nothing. Throws Error at kCreate.
  void write(int made) const;
  void remove() const;

 private:
  bool remove_all() const noexcept;

  std::filesystem::path in_run_;
  std::filesystem::path inside_;
  std::string born_;  // empty if the file system does not report it
};

/// Makes `path` and its parents as necessary; returns how many were made. Throws Error at kCreateDir.
int make_directories(const std::filesystem::path& path);

/// Removes `path` and its parents, `made` of them in all, and stops at a directory that others use by now. It works
/// with a number and the resolved path, since the process that removes may spell the path differently from the process
/// that made it.
void take_back_directories(const std::filesystem::path& path, int made) noexcept;

}  // namespace netlair::detail
