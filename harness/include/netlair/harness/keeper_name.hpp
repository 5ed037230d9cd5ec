// SPDX-License-Identifier: Apache-2.0
// By what a keeper is known to whoever looks at processes.
#pragma once

namespace netlair::detail {

/// Its name, /proc/PID/comm.
inline constexpr const char* kKeeperName = "netlair-keeper";

}  // namespace netlair::detail
