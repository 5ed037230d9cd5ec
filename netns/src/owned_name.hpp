// SPDX-License-Identifier: Apache-2.0
// A name in a persist dir that goes when this goes.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/persist_dir.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <filesystem>

namespace netlair::detail {

class OwnedName {
 public:
  OwnedName(PersistDir dir, std::filesystem::path entry, NetNsId id);
  OwnedName(const OwnedName&) = delete;
  OwnedName& operator=(const OwnedName&) = delete;
  /// Only in the process that made it: a forked child's copy of the handle must not take its parent's name away.
  ~OwnedName();

  /// Nothing happens in the destructor before this.
  void own();
  void keep() noexcept;

 private:
  PersistDir dir_;
  std::filesystem::path entry_;
  NetNsId id_;
  ProcessStamp owner_;
  int kept_ = -1;           // see NameKeeper
  FileId mount_namespace_;  // where it is a name
};

}  // namespace netlair::detail
