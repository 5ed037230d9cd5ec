// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <sys/stat.h>

namespace netlair::detail {

/// What a descriptor of this process keeps alive of a network, mounts or host name other than the calling thread's:
/// "tcp 0.0.0.0:80, listening", "the TAP device tap0", "a network namespace"; empty for nothing.
///
/// Connections to a service of the machine's that name service libraries open and keep (sssd, systemd, nscd, dbus) do
/// not count.
std::string held_by_descriptor(int fd, const struct stat& status);

}  // namespace netlair::detail
