// SPDX-License-Identifier: Apache-2.0
#include "keeper/keeper_memory.hpp"

#include <cstring>
#include <string>

#include <sys/mman.h>

namespace netlair::detail {
namespace {

bool copy(const std::string& text, std::array<char, PATH_MAX>& to) noexcept {
  if (text.size() >= to.size()) return false;
  std::memcpy(to.data(), text.c_str(), text.size() + 1);
  return true;
}

}  // namespace

KeeperMemory* KeeperMemory::make() noexcept {
  void* const memory =
      ::mmap(nullptr, sizeof(KeeperMemory), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<KeeperMemory*>(memory);
}

int KeeperMemory::add_host(const NetNsId& net, std::uint64_t cookie) noexcept {
  const std::size_t begin = next_host.fetch_add(1, std::memory_order_relaxed);
  for (std::size_t i = 0; i < kHosts; ++i) {
    const std::size_t slot = (begin + i) % kHosts;
    std::uint64_t none = 0;
    if (!hosts[slot].inode.compare_exchange_strong(none, net.ino)) continue;
    hosts[slot].cookie = cookie;
    return static_cast<int>(slot);
  }
  return -1;
}

void KeeperMemory::remove_host(int slot) noexcept {
  HostSlot& host = hosts.at(static_cast<std::size_t>(slot));
  host.cookie = 0;
  host.inode = 0;
}

int KeeperMemory::add_name(const NameOfNs& name) noexcept {
  for (std::size_t i = 0; i < kNames; ++i) {
    NameSlot& slot = names[i];
    int free = NameSlot::kFree;
    if (!slot.state.compare_exchange_strong(free, NameSlot::kTaken)) continue;
    slot.id = name.id;
    slot.file = name.file;
    const bool fits = copy(name.dir.path().native(), slot.dir) && copy(name.entry.native(), slot.entry);
    slot.state = fits ? NameSlot::kSet : NameSlot::kFree;
    return fits ? static_cast<int>(i) : -1;
  }
  return -1;
}

void KeeperMemory::remove_name(int slot) noexcept {
  names.at(static_cast<std::size_t>(slot)).state = NameSlot::kFree;
}

}  // namespace netlair::detail
