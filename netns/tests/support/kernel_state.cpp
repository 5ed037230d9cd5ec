// SPDX-License-Identifier: Apache-2.0
#include "kernel_state.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <fcntl.h>

namespace netlair::test {

std::set<int> open_descriptors() {
  std::set<int> result;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    result.insert(std::atoi(entry.path().filename().c_str()));
  std::erase_if(result, [](int fd) { return ::fcntl(fd, F_GETFD) == -1; });  // the one that looked
  return result;
}

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace netlair::test
