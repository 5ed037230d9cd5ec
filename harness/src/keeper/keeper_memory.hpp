// SPDX-License-Identifier: Apache-2.0
// Memory that a program shares with its keeper. The keeper reads it after the program has ended, at whatever point that
// was. Hence each change is one store, in an order in which a half-done change means less, not something else.
#pragma once

#include <netlair/netns/name_keeper.hpp>
#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include <limits.h>
#include <sys/types.h>

namespace netlair::detail {

struct KeeperMemory {
  static constexpr std::size_t kHosts = 4096;
  static constexpr std::size_t kNames = 256;

  struct HostSlot {
    std::atomic<std::uint64_t> inode;   // 0: the slot is free
    std::atomic<std::uint64_t> cookie;  // 0: not known
  };
  struct NameSlot {
    enum State { kFree, kTaken, kSet };
    std::atomic<int> state;
    NetNsId id;
    FileId file;
    std::array<char, PATH_MAX> dir;
    std::array<char, PATH_MAX> entry;
  };

  /// All zeroes, shared with children forked later; pages that are never touched cost nothing. Null if there is no
  /// memory.
  static KeeperMemory* make() noexcept;

  /// Returns -1 if there is no room.
  int add_host(const NetNsId& net, std::uint64_t cookie) noexcept;
  void remove_host(int slot) noexcept;
  int add_name(const NameOfNs& name) noexcept;
  void remove_name(int slot) noexcept;

  std::atomic<pid_t> keeper;
  bool are_descendants_apart;          // set before the keeper is forked: it is one of them
  std::atomic<std::size_t> next_host;  // where to look for a free slot first
  std::array<HostSlot, kHosts> hosts;
  std::array<NameSlot, kNames> names;
};

}  // namespace netlair::detail
