// SPDX-License-Identifier: Apache-2.0
// A name in a persist dir that is removed when this object is destroyed.
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
  /// Removes the name only in the process that made it: a forked child's copy of the handle must not remove its
  /// parent's name.
  ~OwnedName();

  /// Records that the name has been made on `file`, which records the owner. Before this call, the destructor does
  /// nothing.
  void own(RememberedFd file);
  /// Leaves the removal to the caller. If that fails, the name is removed by a sweep after this process has ended.
  void disown() noexcept;
  /// Nobody removes the name.
  void keep() noexcept;

 private:
  NameOfNs name_;
  ProcessStamp owner_;
  RememberedFd record_;     // see name_record.hpp
  int kept_ = -1;           // see NameKeeper
  FileId mount_namespace_;  // where the name exists
};

}  // namespace netlair::detail
