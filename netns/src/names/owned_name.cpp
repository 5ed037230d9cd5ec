// SPDX-License-Identifier: Apache-2.0
#include "names/owned_name.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/name_keeper.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include "names/abandoned_names.hpp"
#include "names/locked_dir.hpp"
#include "names/name_record.hpp"

#include <cerrno>
#include <exception>
#include <iostream>
#include <utility>

#include <unistd.h>

namespace netlair::detail {

void remove_name(const NameOfNs& name) {
  auto locked = LockedDir::find(name.dir.path());
  if (!locked) throw Error(Step::kUnmount, "'" + name.entry.string() + "'", ENOENT, "its directory is gone");
  locked->remove(name.entry, name.id, name.file);
  locked->take_back();
}

namespace {

void release(int kept) noexcept {
  if (kept >= 0 && name_keeper().released != nullptr) name_keeper().released(kept);
}

FileId mount_namespace_here() noexcept {
  return id_of_file("/proc/thread-self/ns/mnt");
}

}  // namespace

NameKeeper& name_keeper() noexcept {
  static constinit NameKeeper keeper;
  return keeper;
}

OwnedName::OwnedName(NameOfNs name) : name_(std::move(name)) {}

void OwnedName::own(RememberedFd file) {
  name_.file = file.id();
  record_ = std::move(file);
  mount_namespace_ = mount_namespace_here();
  if (name_keeper().owned != nullptr) kept_ = name_keeper().owned(name_);
  owner_ = ProcessStamp::of_this_process();
}

void OwnedName::disown() noexcept {
  if (owner_.is_of_this_process()) release(std::exchange(kept_, -1));
  owner_ = ProcessStamp();
}

void OwnedName::keep() noexcept {
  if (owner_.is_of_this_process()) {
    const UniqueFd again = record_.get() < 0 ? open_file_of_name(name_.dir.path(), name_.entry) : UniqueFd();
    forget_owner(again ? again.get() : record_.get());
    record_.reset();
  }
  disown();
}

// If this runs in another mount namespace than that of the name, such as that of a test, the note about the directory
// is not visible. Then the keeper undoes the directory.
OwnedName::~OwnedName() {
  if (!owner_.is_of_this_process()) return;
  try {
    remove_name(name_);
    if (mount_namespace_here() == mount_namespace_) release(kept_);
  } catch (const std::exception& error) {
    std::cerr << "netlair: left behind: " << error.what() << std::endl;
  }
}

}  // namespace netlair::detail
