// SPDX-License-Identifier: Apache-2.0
// What this process may do, found out by doing it, with the reason and the fix where it may not. A probe leaves
// nothing, and the caller stays where it is.
#pragma once

#include <iosfwd>
#include <string>

namespace netlair {

struct Support {
  bool available = false;
  std::string reason;  ///< the kernel's words, empty when available
  std::string fix;     ///< what a person can do; may be empty

  explicit operator bool() const noexcept { return available; }
};

/// "yes", or "no: <reason>; fix: <fix>"
std::ostream& operator<<(std::ostream& out, const Support& support);

/// Can this process make a network namespace and configure it, as it is?
Support probe_network_namespace();

/// Could it after enter_user_namespace()? Tried in a forked child, because on some systems creating a user namespace
/// succeeds and using it fails.
Support probe_user_namespace();

}  // namespace netlair
