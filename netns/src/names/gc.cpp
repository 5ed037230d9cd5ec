// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/gc.hpp>

#include "names/locked_dir.hpp"

namespace netlair {

std::vector<std::filesystem::path> gc(const PersistDir& dir) {
  auto locked = detail::LockedDir::find(dir.path());
  if (!locked) return {};
  auto removed = locked->remove_abandoned();
  if (!removed.empty()) locked->take_back();  // else its mount may be that of an owner with other mounts, who lives
  return removed;
}

}  // namespace netlair
