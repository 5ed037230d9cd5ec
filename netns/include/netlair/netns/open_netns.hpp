// SPDX-License-Identifier: Apache-2.0
// The descriptor, identity and path of a network namespace. NetNs contains one, and code that moves a thread into a
// namespace needs no more than this.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <string>

namespace netlair::detail {

struct OpenNetNs {
  /// Throws Error at kOpen when `descriptor` is not open.
  OpenNetNs(UniqueFd descriptor, std::filesystem::path opened_at);

  /// Is the descriptor open, and does it still refer to the namespace that it was opened for?
  bool is_live() const noexcept;
  /// "NetNs { fd: 5, dev: 4, ino: 4026532201, path: /var/run/netns/blue }"; without dev and ino when it is not live.
  std::string str() const;

  UniqueFd fd;
  NetNsId id;
  std::filesystem::path path;  ///< empty for a namespace without one
};

}  // namespace netlair::detail
