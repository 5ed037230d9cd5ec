// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <sys/stat.h>

namespace netlair::detail {

/// What a descriptor of this process keeps alive of another network, mounts or host name than the calling thread's:
/// "tcp 0.0.0.0:80, listening", "the TAP device tap0", "a network namespace"; empty for nothing.
///
/// A connection to a service of the machine's that libraries of name services make and keep for good (sssd, systemd,
/// nscd, dbus) is nothing.
std::string held_by_descriptor(int fd, const struct stat& status);

}  // namespace netlair::detail
