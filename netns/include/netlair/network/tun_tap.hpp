// SPDX-License-Identifier: Apache-2.0
// Interfaces whose other end is this program: each read(2) of the descriptor returns a packet that was sent on the
// interface, and each write(2) injects a packet that arrives on it. See the kernel's
// Documentation/networking/tuntap.rst.
#pragma once

#include <netlair/netns/unique_fd.hpp>
#include <netlair/network/interface_name.hpp>

namespace netlair {

class NetNs;

struct TunTapOptions {
  /// The interface stays when the descriptor is closed, until it is removed like any other link. An interface that is
  /// persistent already stays persistent.
  bool persistent = false;
  bool packet_info = false;  ///< four bytes precede each packet: flags and protocol
  bool vnet_header = false;  ///< a virtio_net_hdr precedes each packet, which allows offloads
};

/// Makes the interface in `ns`, or opens a persistent one. It carries Ethernet frames (TAP) or IP packets (TUN). It is
/// removed when its last descriptor is closed, unless it is persistent. Any thread may call these functions, and may
/// use the descriptor, which is blocking. They throw Error at kOpen: EBUSY, the interface is open already; EINVAL,
/// another kind of link has that name; EPERM; and at kSetns.
UniqueFd open_tap(const NetNs& ns, const InterfaceName& name, const TunTapOptions& options = {});
UniqueFd open_tun(const NetNs& ns, const InterfaceName& name, const TunTapOptions& options = {});

}  // namespace netlair
