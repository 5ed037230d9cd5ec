// SPDX-License-Identifier: Apache-2.0
// What a program and its keeper share. The keeper reads it when the program has ended, wherever that was: each change
// is one store, in an order in which what is half done means less.
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
    std::atomic<std::uint64_t> inode;   // 0: it is free
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

  /// All zeroes, shared with every child to come; pages that nobody touches cost nothing. Null where there is no
  /// memory.
  static KeeperMemory* make() noexcept;

  /// -1 where there is no room.
  int add_host(const NetNsId& net, std::uint64_t cookie) noexcept;
  void remove_host(int slot) noexcept;
  int add_name(const NameOfNs& name) noexcept;
  void remove_name(int slot) noexcept;

  std::atomic<pid_t> keeper;
  std::atomic<std::size_t> next_host;  // where it may be free
  std::array<HostSlot, kHosts> hosts;
  std::array<NameSlot, kNames> names;
};

}  // namespace netlair::detail
