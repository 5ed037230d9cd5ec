// SPDX-License-Identifier: Apache-2.0
// How to recognise a keeper in a list of processes.
#pragma once

namespace netlair::detail {

/// The name of the keeper's process in /proc/PID/comm.
inline constexpr const char* kKeeperName = "netlair-keeper";

}  // namespace netlair::detail
