// SPDX-License-Identifier: Apache-2.0
// What this kernel and this process may do, found out by doing it in a child that is thrown away: with the kernel's
// reason and the fix where it is refused. The caller stays where it is. A trial leaves nothing but what using the
// feature would: the kernel may have loaded its module, and those of tunnels (gre) give every namespace a few links of
// their own, unless the sysctl net.core.fb_tunnels_only_for_init_net says otherwise. Any thread may ask.
#pragma once

#include <netlair/netns/feature.hpp>

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

/// Tried by the first caller, and remembered for the others until this process enters a user namespace, after which the
/// answers are others. It takes milliseconds, as every feature is tried in a namespace of its own. Throws Error at
/// kSpawn when there is no child to be had.
Support support(Feature feature);

/// The same, tried now.
Support support_now(Feature feature);

}  // namespace netlair
