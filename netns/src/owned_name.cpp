// SPDX-License-Identifier: Apache-2.0
#include "owned_name.hpp"

#include <netlair/netns/error.hpp>

#include "locked_dir.hpp"

#include <cerrno>
#include <exception>
#include <iostream>
#include <utility>

#include <unistd.h>

namespace netlair::detail {

void remove_name(const PersistDir& dir, const std::filesystem::path& entry, const NetNsId& id) {
  auto locked = LockedDir::find(dir);
  if (!locked) throw Error(Step::kUnmount, "'" + entry.string() + "'", ENOENT, "its directory is gone");
  locked->remove(entry, id);
  locked->retire();
}

OwnedName::OwnedName(PersistDir dir, std::filesystem::path entry, NetNsId id)
    : dir_(std::move(dir)), entry_(std::move(entry)), id_(id) {}

void OwnedName::own() noexcept {
  owner_ = ProcessStamp::of_this_process();
}

OwnedName::~OwnedName() {
  if (!owner_.is_of_this_process()) return;
  try {
    remove_name(dir_, entry_, id_);
  } catch (const std::exception& error) {
    std::cerr << "netlair: left behind: " << error.what() << std::endl;
  }
}

}  // namespace netlair::detail
