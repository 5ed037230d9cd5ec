// SPDX-License-Identifier: Apache-2.0
#include "launch/child_descriptors.hpp"

#include <netlair/netns/error.hpp>

#include <algorithm>
#include <cerrno>
#include <set>

#include <fcntl.h>

namespace netlair::detail {
namespace {

constexpr int kHighest = 1023;  // the highest number that select(2) and shells support

void check(const std::vector<std::pair<int, int>>& wanted, const std::string& program) {
  std::set<int> numbers;
  for (const auto& [number, ours] : wanted) {
    const std::string what = program + " (its descriptor " + std::to_string(number) + ")";
    if (number < 3) throw Error(Step::kSpawn, what, EINVAL, "0 to 2 are its standard input and output: see `input`");
    if (number > kHighest) throw Error(Step::kSpawn, what, EINVAL, "the highest is " + std::to_string(kHighest));
    if (!numbers.insert(number).second) throw Error(Step::kSpawn, what, EINVAL, "it is given twice");
    throw_error_if(::fcntl(ours, F_GETFD) < 0, Step::kSpawn, what + ", which is to be " + std::to_string(ours));
  }
}

}  // namespace

ChildDescriptors::ChildDescriptors(const std::vector<std::pair<int, int>>& wanted, const std::string& program) {
  check(wanted, program);
  for (const auto& [number, ours] : wanted) first_free_ = std::max(first_free_, number + 1);
  for (const auto& [number, ours] : wanted) {
    copies_.push_back(copy_above(ours));
    pairs_.emplace_back(number, copies_.back().get());
  }
}

UniqueFd ChildDescriptors::copy_above(int fd) const {
  UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, first_free_));
  throw_error_if(!copy, Step::kSpawn, "descriptors");
  return copy;
}

}  // namespace netlair::detail
