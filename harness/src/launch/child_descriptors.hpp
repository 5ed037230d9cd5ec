// SPDX-License-Identifier: Apache-2.0
// The descriptors that a child is to have besides the standard ones. What else it needs until it runs its program is
// above their numbers, so that none is taken away before its time.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

class ChildDescriptors {
 public:
  /// Of {its number, ours}. Throws Error at kSpawn: EINVAL for a number below 3, or one given twice; EBADF for one of
  /// ours that is not open.
  ChildDescriptors(const std::vector<std::pair<int, int>>& wanted, const std::string& program);

  /// A copy that is above all numbers, close-on-exec. In a program without standard descriptors the numbers 0 to 2 are
  /// free, and would be ours before they are the child's. Throws Error at kSpawn.
  UniqueFd copy_above(int fd) const;

  /// {its number, what is to be there}
  const std::vector<std::pair<int, int>>& pairs() const noexcept { return pairs_; }

 private:
  int first_free_ = 3;
  std::vector<UniqueFd> copies_;
  std::vector<std::pair<int, int>> pairs_;
};

}  // namespace netlair::detail
