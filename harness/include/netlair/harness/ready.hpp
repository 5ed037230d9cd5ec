// SPDX-License-Identifier: Apache-2.0
// When a program that was started counts as ready. A condition is asked again until it holds, the program ends, or the
// deadline passes; it is called on the thread that spawns.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace netlair {

class NetNs;

struct Ready {
  std::string what;                         ///< completes "it is not ...", as in "listening on TCP port 80"
  std::function<bool(const NetNs&)> holds;  ///< empty: ready as soon as it has started
  bool false_before = false;                ///< it must not hold before the program starts: somebody else's would count
};

/// Some program in the namespace listens on that port, whatever the address, IPv4 or IPv6. Nothing is sent to it.
Ready listening_tcp(std::uint16_t port);
/// Some program in the namespace has bound that port.
Ready listening_udp(std::uint16_t port);

}  // namespace netlair
