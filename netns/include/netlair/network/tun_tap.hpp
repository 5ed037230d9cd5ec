// SPDX-License-Identifier: Apache-2.0
// Interfaces whose other end is this program: each read(2) of the descriptor is a packet that was sent on the
// interface, each write(2) one that comes in on it. See the kernel's Documentation/networking/tuntap.rst.
#pragma once

#include <netlair/netns/unique_fd.hpp>
#include <netlair/network/interface_name.hpp>

namespace netlair {

class NetNs;

struct TunTapOptions {
  /// Stays when the descriptor is closed, until it is removed like any other link. One that is persistent already stays
  /// so.
  bool persistent = false;
  bool packet_info = false;  ///< four bytes stand before each packet: flags and protocol
  bool vnet_header = false;  ///< a virtio_net_hdr stands before each packet, which allows for offloads
};

/// Makes the interface in `ns`, or opens a persistent one; with Ethernet frames (TAP) or IP packets (TUN). It is gone
/// when the last descriptor of it is closed. Any thread may call them, and may use the descriptor, which blocks. Throw
/// Error at kOpen: EBUSY, it is open already; EINVAL, there is another kind of link of that name; EPERM.
UniqueFd open_tap(const NetNs& ns, const InterfaceName& name, const TunTapOptions& options = {});
UniqueFd open_tun(const NetNs& ns, const InterfaceName& name, const TunTapOptions& options = {});

}  // namespace netlair
