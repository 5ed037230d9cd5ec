// SPDX-License-Identifier: Apache-2.0
#include "owned_name.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/name_keeper.hpp>

#include "locked_dir.hpp"

#include <cerrno>
#include <exception>
#include <iostream>
#include <utility>

#include <sys/stat.h>
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

namespace {

FileId mount_namespace_here() noexcept {
  struct stat status {};
  return ::stat("/proc/thread-self/ns/mnt", &status) == 0 ? FileId{status.st_dev, status.st_ino} : FileId();
}

}  // namespace

NameKeeper& name_keeper() noexcept {
  static constinit NameKeeper keeper;
  return keeper;
}

void OwnedName::own() {
  mount_namespace_ = mount_namespace_here();
  if (name_keeper().owned != nullptr) kept_ = name_keeper().owned(dir_.path(), entry_, id_);
  owner_ = ProcessStamp::of_this_process();
}

void OwnedName::keep() noexcept {
  if (owner_.is_of_this_process() && kept_ >= 0) name_keeper().released(std::exchange(kept_, -1));
  owner_ = ProcessStamp();
}

// In another mount namespace there is a copy of it at best: exit(3) destroys what is static from within a test.
OwnedName::~OwnedName() {
  if (!owner_.is_of_this_process()) return;
  if (kept_ >= 0 && mount_namespace_here() != mount_namespace_) return;
  try {
    remove_name(dir_, entry_, id_);
    if (kept_ >= 0) name_keeper().released(kept_);
  } catch (const std::exception& error) {
    std::cerr << "netlair: left behind: " << error.what() << std::endl;
  }
}

}  // namespace netlair::detail
