// SPDX-License-Identifier: Apache-2.0
// Finds what has been mounted in a mount namespace since it was made. Nothing is read until something has changed:
// reading takes the kernel some microseconds per mount.
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
  /// `mounts` is the proc_pid_mountinfo(5) of a thread in the namespace, opened when the namespace had just been set
  /// up. `points` are where netlair has mounted the host's own files.
  MountWatch(UniqueFd mounts, std::vector<std::string> points);

  const std::vector<std::string>& points() const noexcept { return points_; }

  /// Sets the mountinfo of a thread in the original namespace, of which this one is a copy, if that is not the
  /// program's own.
  void set_origin(UniqueFd mounts) { origin_ = std::move(mounts); }

  /// The mounts that exist now, did not exist when the namespace was made, and are not in the original namespace (the
  /// calling thread's unless another one was set): "mount /mnt (tmpfs)". A second call returns nothing unless the
  /// mounts have changed again.
  std::vector<std::string> take_since();

 private:
  UniqueFd mounts_;
  UniqueFd origin_;
  std::vector<std::string> points_;
};

}  // namespace netlair::detail
