// SPDX-License-Identifier: Apache-2.0
// Describes a socket in words.
#pragma once

#include <string>

namespace netlair::detail {

/// "tcp 0.0.0.0:80, listening", "udp [::1]:53", "tcp 127.0.0.1:40000, connected to 127.0.0.1:80", "a packet socket",
/// according to getsockopt(2), getsockname(2) and getpeername(2).
std::string socket_text(int fd);

}  // namespace netlair::detail
