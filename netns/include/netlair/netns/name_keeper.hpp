// SPDX-License-Identifier: Apache-2.0
// Who is told of the names that this process owns, to take them away should it end without doing so. Not meant to be
// used by itself: harness/ fills it in.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/persist_dir.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <filesystem>

namespace netlair::detail {

/// A name, and what it is: in which directory, on which file, of which namespace.
struct NameOfNs {
  PersistDir dir;
  std::filesystem::path entry;
  NetNsId id;
  FileId file = {};  ///< not set: not known
};

struct NameKeeper {
  /// Returns a number for released(); -1: it will not be taken care of. From any thread.
  int (*owned)(const NameOfNs& name) = nullptr;
  void (*released)(int number) = nullptr;
};
NameKeeper& name_keeper() noexcept;

/// Unmounts, unlinks, and takes the directory back if it was netlair's and is empty now. Throws Error.
void remove_name(const NameOfNs& name);

}  // namespace netlair::detail
