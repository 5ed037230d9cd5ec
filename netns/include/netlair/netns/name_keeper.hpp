// SPDX-License-Identifier: Apache-2.0
// Hooks that report the names that this process owns, so that a keeper can remove them if this process ends without
// doing so. Not for direct use: harness/ sets the hooks.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/persist_dir.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <filesystem>

namespace netlair::detail {

/// A name of a namespace: its directory and path, the namespace's identity, and the file that it is mounted on.
struct NameOfNs {
  PersistDir dir;
  std::filesystem::path entry;
  NetNsId id;
  FileId file = {};  ///< {0, 0}: not known
};

struct NameKeeper {
  /// Reports a new name. Returns a number for released(), or -1 if nobody will remove the name. Any thread may call.
  int (*owned)(const NameOfNs& name) = nullptr;
  void (*released)(int number) = nullptr;
};
NameKeeper& name_keeper() noexcept;

/// Unmounts and unlinks the name. Removes the directory too, if netlair made it and it is empty now. Throws Error.
void remove_name(const NameOfNs& name);

}  // namespace netlair::detail
