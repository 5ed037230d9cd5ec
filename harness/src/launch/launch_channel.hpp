// SPDX-License-Identifier: Apache-2.0
// What a child sends to its parent before it runs its program: its pidfd, and what has failed. It uses a socket,
// because under Valgrind and ThreadSanitizer vfork(2) is a fork(2), so no memory is shared and the parent has to wait
// for the child. Elsewhere the child is done before the parent continues.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include "launch/child_descriptors.hpp"
#include "launch/launch_plan.hpp"

#include <optional>
#include <string>

namespace netlair::detail {

class LaunchChannel {
 public:
  /// Throws Error at kSpawn; `program` is for the error text.
  LaunchChannel(const ChildDescriptors& descriptors, const std::string& program);

  /// The child's end; its exec closes it.
  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// Empty, with errno, if the child was killed before it could send the pidfd, or if this program has no free
  /// descriptor. Call this once, before receive_report().
  UniqueFd receive_pidfd(const Plan& plan) const;
  /// Empty after a successful exec.
  std::optional<Report> receive_report(const Plan& plan) const;

 private:
  UniqueFd our_end_;
  UniqueFd its_end_;
};

/// Called by the child; async-signal-safe. Returns false, with errno, on failure.
bool send_own_pidfd(int channel) noexcept;
void send_report(int channel, const Report& report) noexcept;

}  // namespace netlair::detail
