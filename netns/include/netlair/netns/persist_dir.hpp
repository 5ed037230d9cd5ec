// SPDX-License-Identifier: Apache-2.0
// The directory in which named namespaces are mounted, by default iproute2's. A value: it holds a path and nothing
// else. Any thread may call; processes that use the same directory at once are kept in order by a lock on it, which `ip
// netns` takes as well.
#pragma once

#include <filesystem>
#include <string_view>

namespace netlair {

class PersistDir {
 public:
  /// /var/run/netns, where `ip netns` keeps its own (ip-netns(8)).
  PersistDir();
  /// A relative path is taken from the working directory of now. Throws Error at kCreateDir for an empty one.
  explicit PersistDir(const std::filesystem::path& path);

  const std::filesystem::path& path() const noexcept { return path_; }

  /// Does `path`, with its symbolic links and dots resolved, lie inside the directory? The directory itself does not.
  bool contains(const std::filesystem::path& path) const;

  /// Makes the directory, and a shared mount point of it, unless it is both already. NetNs::create() does this by
  /// itself. Throws Error at kCreateDir, kLock, kCreate or kMount. Refused: a symbolic link, and what everybody may
  /// write to.
  void init() const;

  /// Takes back what init() made, in whatever process, when there is no name left in the directory: the mount, and the
  /// directories that are empty. Returns whether anything was undone. Removing the last name does this by itself.
  /// Throws Error.
  bool undo_init() const;

  /// Where a namespace of that name is mounted. Throws Error at kName for a name that is empty, ".", "..", longer than
  /// 255 bytes, or has a "/" or a NUL in it.
  std::filesystem::path entry(std::string_view name) const;

  friend bool operator==(const PersistDir&, const PersistDir&) = default;

 private:
  std::filesystem::path path_;
};

}  // namespace netlair
