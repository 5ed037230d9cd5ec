// SPDX-License-Identifier: Apache-2.0
// A persist dir while its lock is held. Only this class makes the directory, makes it a mount point, and adds and
// removes names.
//
// The lock is flock(2) on the directory itself, which `ip netns` takes too. It is held for the few system calls that
// must not interleave with those of another process. A note tells what netlair made (see DirectoryNote). Hence any
// process that removes the last name can undo it, and a directory that existed before, or iproute2's, stays.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

namespace netlair::detail {

/// A held flock(2) lock. The destructor unlocks it, since closing is not enough: a process that was forked meanwhile
/// has the descriptor too.
class UniqueLock {
 public:
  explicit UniqueLock(UniqueFd locked) noexcept : fd_(std::move(locked)) {}
  UniqueLock(UniqueLock&&) noexcept = default;
  UniqueLock& operator=(UniqueLock&&) = delete;
  UniqueLock(const UniqueLock&) = delete;
  UniqueLock& operator=(const UniqueLock&) = delete;
  ~UniqueLock();

  const UniqueFd& fd() const noexcept { return fd_; }

 private:
  UniqueFd fd_;
};

class [[nodiscard]] LockedDir {
 public:
  /// Makes the directory if necessary, and locks it. Throws Error at kCreateDir or kLock.
  static LockedDir make(const std::filesystem::path& directory);
  /// Empty if there is no such directory.
  static std::optional<LockedDir> find(const std::filesystem::path& directory);

  /// Makes the directory a shared mount point, unless it is one. On failure removes what this object made, and throws
  /// Error at kMount, kCreateDir or kCreate.
  void share();
  /// Mounts `ns`, which is `id`, on a new file, and returns the file, which records this process as the owner of the
  /// name until it is closed. An existing file is an error (EEXIST at kCreate). Nothing is left if it throws, also at
  /// kMount.
  RememberedFd add(const std::filesystem::path& entry, const UniqueFd& ns, const NetNsId& id) const;
  /// Removes the names whose owners have ended, and returns their paths. If that fails for one, removes the others, and
  /// throws the first Error, at kUnmount or kRemove.
  std::vector<std::filesystem::path> remove_abandoned() const;
  /// Unmounts and unlinks `entry` if it still refers to the namespace `id`. Only unlinks it if it is just the file
  /// `file`: then the mount was in another mount namespace, or in one that is gone. Throws Error at kUnmount or
  /// kRemove.
  void remove(const std::filesystem::path& entry, const NetNsId& id, const FileId& file) const;
  /// Undoes what netlair made, if no name is left in the directory: removes the mount, and the directories that are
  /// empty. Throws Error at kUnmount or kRemove.
  bool take_back();

 private:
  LockedDir(std::filesystem::path path, UniqueLock lock, int made);

  std::filesystem::path path_;
  UniqueLock lock_;
  int made_;  // how many directories this object made
};

}  // namespace netlair::detail
