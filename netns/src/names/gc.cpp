// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/gc.hpp>

#include "names/locked_dir.hpp"

namespace netlair {

std::vector<std::filesystem::path> gc(const PersistDir& dir) {
  auto locked = detail::LockedDir::find(dir.path());
  if (!locked) return {};
  auto removed = locked->remove_abandoned();
  locked->take_back();
  return removed;
}

}  // namespace netlair
