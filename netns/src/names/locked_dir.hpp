// SPDX-License-Identifier: Apache-2.0
// A persist dir while its lock is held: the one place where it is made, made a mount point, filled and emptied.
//
// The lock is flock(2) on the directory itself, as `ip netns` takes it. It is held for the few system calls that must
// not interleave with another process's. What netlair made is noted (see DirectoryNote), so that whichever process
// removes the last name can take it back, and a directory that was there before, or iproute2's, stays.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <optional>
#include <utility>

namespace netlair::detail {

/// A lock of flock(2), taken. Unlocked and not only closed: a process that was forked meanwhile has the descriptor too.
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
  /// Makes the directory if need be. Throws Error at kCreateDir or kLock.
  static LockedDir make(const std::filesystem::path& directory);
  /// Empty when there is no such directory.
  static std::optional<LockedDir> find(const std::filesystem::path& directory);

  /// Makes it a shared mount point, unless it is one. What this object had made is taken back when it throws: Error at
  /// kMount, kCreateDir or kCreate.
  void share();
  /// Mounts `ns` on a new file, and returns which file that is; an existing one is an error (EEXIST at kCreate).
  /// Nothing is left when it throws, also at kMount.
  FileId add(const std::filesystem::path& entry, const UniqueFd& ns) const;
  /// Unmounts and unlinks `entry` when it still means `id`; only unlinks it when it is nothing but the file that this
  /// was mounted on: that was in another mount namespace, or in one that is gone. Throws Error at kUnmount or kRemove.
  void remove(const std::filesystem::path& entry, const NetNsId& id, const FileId& file) const;
  /// Takes back what netlair made, when there is no name left in the directory: the mount, and the directories that are
  /// empty. Throws Error at kUnmount or kRemove.
  bool take_back();

 private:
  LockedDir(std::filesystem::path path, UniqueLock lock, int made);

  std::filesystem::path path_;
  UniqueLock lock_;
  int made_;  // how many directories this object made
};

}  // namespace netlair::detail
