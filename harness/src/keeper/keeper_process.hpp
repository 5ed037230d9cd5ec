// SPDX-License-Identifier: Apache-2.0
// The work of the keeper process.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include "keeper/keeper_memory.hpp"

#include <vector>

namespace netlair::detail {

/// Descriptors of the namespaces of the program's main thread, for a keeper that another thread starts; empty if the
/// starting thread is in the same namespace.
struct Home {
  UniqueFd net;
  UniqueFd names;
  UniqueFd mounts;  // empty also after chroot(2): hosts have no mounts of their own then
};

/// Runs in a process that has just been forked, with all signals blocked. `program` is the pidfd of the process to wait
/// for.
[[noreturn]] void run_keeper(KeeperMemory& memory, UniqueFd program, const Home& home) noexcept;

}  // namespace netlair::detail
