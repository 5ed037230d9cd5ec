// SPDX-License-Identifier: Apache-2.0
// A network that leads nowhere. With only a loopback, joining an IPv4 multicast group fails with ENODEV; sending to
// such a group, or connecting a UDP socket to another address, fails with ENETUNREACH. Code that works on any machine
// with a network then fails without being wrong.
#pragma once

#include <netlair/harness/lan_names.hpp>

namespace netlair {

class Host;

/// Implements HostOptions{.network = kLan}: adds an interface with an IPv4 and an IPv6 address that can be bound at
/// once, default routes and multicast. Packets sent through it are dropped silently: nothing answers, and neighbours
/// are not resolved. The interface is a dummy, or an ifb if the kernel has no dummy. Without IPv6 it has IPv4 only.
/// Throws Error at kNetlink (EOPNOTSUPP: the kernel has neither kind, EEXIST: the interface exists already).
void add_lan(const Host& host);

}  // namespace netlair
