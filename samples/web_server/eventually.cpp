// SPDX-License-Identifier: Apache-2.0
#include "eventually.hpp"

#include <netlair/netns/patience.hpp>

#include <chrono>
#include <thread>

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + netlair::patience();
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}
