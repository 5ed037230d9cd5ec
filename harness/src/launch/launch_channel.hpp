// SPDX-License-Identifier: Apache-2.0
// What a child tells its parent before it runs its program: its pidfd, and what has failed. By a socket, since where
// vfork(2) shares no memory (Valgrind and ThreadSanitizer make a fork(2) of it) it has to be waited for; elsewhere the
// child has done all that it does before the parent goes on.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include "launch/child_descriptors.hpp"
#include "launch/launch_plan.hpp"

#include <optional>
#include <string>

namespace netlair::detail {

class LaunchChannel {
 public:
  /// Throws Error at kSpawn; `program` is for its text.
  LaunchChannel(const ChildDescriptors& descriptors, const std::string& program);

  /// Of the child; closed by its exec.
  int its_end() const noexcept { return its_end_.get(); }
  void close_its_end() noexcept { its_end_.reset(); }

  /// Empty, with errno, where the child was killed before it could be sent, or there is no room for it here. Once, and
  /// first.
  UniqueFd receive_pidfd(const Plan& plan) const;
  /// Empty after a successful exec.
  std::optional<Report> receive_report(const Plan& plan) const;

 private:
  UniqueFd our_end_;
  UniqueFd its_end_;
};

/// Async-signal-safe; by the child. False, with errno.
bool send_own_pidfd(int channel) noexcept;
void send_report(int channel, const Report& report) noexcept;

}  // namespace netlair::detail
