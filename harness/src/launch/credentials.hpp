// SPDX-License-Identifier: Apache-2.0
// The user and the groups that a program is to have, credentials(7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

struct Credentials {
  std::optional<uid_t> user;  ///< empty: this program's
  gid_t group = 0;
  std::vector<gid_t> groups;

  /// In a child that is about to become a program: async-signal-safe. False, with errno.
  bool take_in_child() const noexcept;
};

/// Of those names or numbers; empty for neither, and for those that this program has. Throws Error at kSpawn, ENOENT.
std::optional<Credentials> find_credentials(const std::string& user, const std::string& group);

}  // namespace netlair::detail
