// SPDX-License-Identifier: Apache-2.0
// The directory in which named namespaces are mounted, by default iproute2's. A value that holds a path and nothing
// else. Any thread may call its functions. A lock on the directory, which `ip netns` takes as well, serializes
// processes that use the directory at the same time.
#pragma once

#include <filesystem>
#include <string_view>

namespace netlair {

class PersistDir {
 public:
  /// /var/run/netns, which `ip netns` uses (ip-netns(8)).
  PersistDir();
  /// A relative path is resolved against the current working directory. Throws Error EINVAL at kCreateDir for an empty
  /// path, and at kCheckValue for a path with a null byte.
  explicit PersistDir(const std::filesystem::path& path);

  const std::filesystem::path& path() const noexcept { return path_; }

  /// Does `path` lie inside the directory, after symbolic links and dots are resolved? The directory itself does not.
  bool contains(const std::filesystem::path& path) const;

  /// Makes the directory, and makes it a shared mount point, unless it is both already. NetNs::create() does this by
  /// itself. Throws Error at kCreateDir, kLock, kCreate or kMount. Refuses a symbolic link, and a directory that other
  /// users may write to.
  void init() const;

  /// Undoes init(), whichever process called it, if no name is left in the directory: removes the mount, and the
  /// directories that init() made and that are empty. Returns whether anything was undone. Removing the last name does
  /// this by itself. Throws Error.
  bool undo_init() const;

  /// The path where a namespace named `name` is mounted. Throws Error at kName for a name that is empty, ".", "..",
  /// longer than 255 bytes, or contains a "/" or a NUL.
  std::filesystem::path entry(std::string_view name) const;

  friend bool operator==(const PersistDir&, const PersistDir&) = default;

 private:
  std::filesystem::path path_;
};

}  // namespace netlair
