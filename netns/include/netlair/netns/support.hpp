// SPDX-License-Identifier: Apache-2.0
// Whether this kernel and this process support a feature, determined by using it in a short-lived child process. A
// refusal comes with the kernel's reason and a fix. The caller does not change its namespaces. A trial leaves behind
// only what using the feature would: the kernel may have loaded a module, and the modules of tunnels (gre) add a few
// links to every namespace, unless the sysctl net.core.fb_tunnels_only_for_init_net says otherwise. Any thread may
// call.
#pragma once

#include <netlair/netns/feature.hpp>

#include <iosfwd>
#include <string>

namespace netlair {

struct Support {
  bool available = false;
  std::string reason;  ///< the kernel's message, empty when available
  std::string fix;     ///< what a person can do; may be empty

  explicit operator bool() const noexcept { return available; }
};

/// "yes", or "no: <reason>; fix: <fix>"
std::ostream& operator<<(std::ostream& out, const Support& support);

/// The first call tries the feature. Later calls return the same answer, until this process enters a user namespace,
/// which changes the answers. A trial takes milliseconds, as every feature is tried in a namespace of its own. Throws
/// Error at kSpawn if no child process can be made.
Support support(Feature feature);

/// The same, but always tries the feature.
Support support_now(Feature feature);

}  // namespace netlair
