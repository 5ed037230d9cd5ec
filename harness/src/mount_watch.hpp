// SPDX-License-Identifier: Apache-2.0
// What is mounted in a mount namespace since it was made. Nothing is read before something has changed: reading takes
// the kernel some microseconds a mount.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <vector>

namespace netlair::detail {

class MountWatch {
 public:
  /// For a host without mounts of its own.
  MountWatch() = default;
  /// `mounts` is proc_pid_mountinfo(5) of a thread in the namespace, opened when it was as it is made. `points` are
  /// where netlair has mounted the host's own files.
  MountWatch(UniqueFd mounts, std::vector<std::string> points);

  const std::vector<std::string>& points() const noexcept { return points_; }

  /// Those that are there now, and neither were when it was made nor are in the calling thread's namespace, of which it
  /// is a copy: "mount /mnt (tmpfs)". Once.
  std::vector<std::string> take_since();

 private:
  UniqueFd mounts_;
  std::vector<std::string> points_;
};

}  // namespace netlair::detail
