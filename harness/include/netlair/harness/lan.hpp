// SPDX-License-Identifier: Apache-2.0
// A network that leads nowhere. With nothing but a loopback, joining an IPv4 multicast group fails with ENODEV, and
// sending to one, or connecting a UDP socket to elsewhere, with ENETUNREACH: code that works on any machine with a
// network then fails for no fault of its own.
#pragma once

#include <netlair/harness/lan_names.hpp>

namespace netlair {

class Host;

/// What HostOptions{.network = kLan} does: an interface with an IPv4 and an IPv6 address that can be bound at once,
/// default routes and multicast. What is sent by it vanishes, without a word: nobody answers, and no neighbour is asked
/// for. A dummy, or where the kernel has none an ifb. Without IPv6 it has IPv4. Throws Error at kNetlink (EOPNOTSUPP:
/// the kernel has neither, EEXIST: it is there already).
void add_lan(const Host& host);

}  // namespace netlair
