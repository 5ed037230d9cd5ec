// SPDX-License-Identifier: Apache-2.0
// What a host begins with.
#pragma once

namespace netlair {

enum class HostNetwork {
  kLoopback,  ///< lo, which is up, and nothing else: whatever leaves the host fails at once (ENETUNREACH)
  kLan,       ///< also lan0, with addresses, default routes and multicast, whose packets vanish
};
using enum HostNetwork;

struct HostOptions {
  HostNetwork network = kLoopback;
};

}  // namespace netlair
