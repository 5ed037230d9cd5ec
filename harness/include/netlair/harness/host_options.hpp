// SPDX-License-Identifier: Apache-2.0
// Options for a new host.
#pragma once

namespace netlair {

enum class HostNetwork {
  kLoopback,  ///< only lo, which is up: sending anything out of the host fails at once (ENETUNREACH)
  kLan,       ///< also lan0, with addresses, default routes and multicast; its packets are dropped
};
using enum HostNetwork;

struct HostOptions {
  HostNetwork network = kLoopback;
};

}  // namespace netlair
