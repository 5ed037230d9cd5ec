// SPDX-License-Identifier: Apache-2.0
// The descriptors that a child gets besides the standard ones. Other descriptors that the child needs until it runs its
// program have higher numbers, so that none of them is overwritten too early.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

class ChildDescriptors {
 public:
  /// `wanted` has pairs {number in the child, descriptor of this program}. Throws Error at kSpawn: EINVAL for a number
  /// below 3, or one given twice; EBADF for a descriptor of this program that is not open.
  ChildDescriptors(const std::vector<std::pair<int, int>>& wanted, const std::string& program);

  /// Returns a close-on-exec copy above all those numbers. In a program without standard descriptors the numbers 0 to 2
  /// are free, and this program would use them before they become the child's. Throws Error at kSpawn.
  UniqueFd copy_above(int fd) const;

  /// Pairs {number in the child, descriptor to duplicate there}.
  const std::vector<std::pair<int, int>>& pairs() const noexcept { return pairs_; }

 private:
  int first_free_ = 3;
  std::vector<UniqueFd> copies_;
  std::vector<std::pair<int, int>> pairs_;
};

}  // namespace netlair::detail
