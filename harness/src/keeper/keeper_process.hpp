// SPDX-License-Identifier: Apache-2.0
// What the keeper does.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include "keeper/keeper_memory.hpp"

#include <vector>

namespace netlair::detail {

/// Namespaces of the program's main thread, for a keeper that another thread starts: by their descriptors, and kinds as
/// of setns(2).
struct Home {
  UniqueFd net;
  UniqueFd names;
  UniqueFd mounts;  // empty where there is no way from one's root to that
};

/// In a process that has just been forked, with all signals blocked. `program` is the pidfd of the one to wait for.
[[noreturn]] void run_keeper(KeeperMemory& memory, UniqueFd program, const Home& home) noexcept;

}  // namespace netlair::detail
