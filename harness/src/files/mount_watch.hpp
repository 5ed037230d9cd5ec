// SPDX-License-Identifier: Apache-2.0
// What is mounted in a mount namespace since it was made. Nothing is read before something has changed: reading takes
// the kernel some microseconds a mount.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <utility>
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

  /// The same file of a thread in the namespace of which it is a copy, where that is not the program's own.
  void set_origin(UniqueFd mounts) { origin_ = std::move(mounts); }

  /// Those that are there now, and neither were when it was made nor are in the namespace of which it is a copy, the
  /// calling thread's unless another one was set: "mount /mnt (tmpfs)". Once.
  std::vector<std::string> take_since();

 private:
  UniqueFd mounts_;
  UniqueFd origin_;
  std::vector<std::string> points_;
};

}  // namespace netlair::detail
