// SPDX-License-Identifier: Apache-2.0
// A name in a persist dir that goes when this goes.
#pragma once

#include <netlair/netns/name_keeper.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/remembered_fd.hpp>

namespace netlair::detail {

class OwnedName {
 public:
  explicit OwnedName(NameOfNs name);
  OwnedName(const OwnedName&) = delete;
  OwnedName& operator=(const OwnedName&) = delete;
  /// Only in the process that made it: a forked child's copy of the handle must not take its parent's name away.
  ~OwnedName();

  /// It has been made on that file. Nothing happens in the destructor before this.
  void own(const FileId& file);
  void keep() noexcept;

 private:
  NameOfNs name_;
  ProcessStamp owner_;
  int kept_ = -1;           // see NameKeeper
  FileId mount_namespace_;  // where it is a name
};

}  // namespace netlair::detail
