// SPDX-License-Identifier: Apache-2.0
// The user and the groups that a program is to run as, credentials(7).
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

  /// Called in a child that is about to run a program; async-signal-safe. Returns false, with errno, on failure.
  bool take_in_child() const noexcept;
};

/// The credentials for those names or numbers. Empty if both are empty, or if this program has these credentials
/// already. Throws Error at kSpawn, ENOENT.
std::optional<Credentials> find_credentials(const std::string& user, const std::string& group);

}  // namespace netlair::detail
