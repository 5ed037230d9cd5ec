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

  /// The outermost directory that netlair made, empty if it made none; nothing when there is no note.
  std::optional<std::filesystem::path> read() const;
  /// All or nothing. Throws Error at kCreateDir or kCreate.
  void write(const std::filesystem::path& first_made) const;
  void remove() const;

 private:
  std::filesystem::path path_;
};

/// Makes `path` and its parents as need be; returns the outermost that was made, empty if none was.
std::filesystem::path make_directories(const std::filesystem::path& path);

/// Removes from `path` outwards to `first_made`, and stops at one that somebody else has come to use.
void take_back_directories(const std::filesystem::path& path, const std::filesystem::path& first_made) noexcept;

}  // namespace netlair::detail
