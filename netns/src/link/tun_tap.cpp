// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/tun_tap.hpp>

#include <cstring>

#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sys/ioctl.h>

namespace netlair {
namespace {

ifreq request_for(const InterfaceName& name, int kind, const TunTapOptions& options) {
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.view().size());
  int flags = kind;
  if (!options.packet_info) flags |= IFF_NO_PI;
  if (options.vnet_header) flags |= IFF_VNET_HDR;
  request.ifr_flags = static_cast<short>(flags);
  return request;
}

// The device that is opened belongs to the namespace of the thread that opens it.
UniqueFd open_device(const NetNs& ns, const char* kind_name, int kind, const InterfaceName& name,
                     const TunTapOptions& options) {
  return ns.run([&] {
    const std::string object = std::string(kind_name) + " '" + name.str() + "' in " + to_string(ns);
    UniqueFd fd(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
    throw_error_if(!fd, Step::kOpen, "/dev/net/tun for " + object);
    ifreq request = request_for(name, kind, options);
    throw_error_if(::ioctl(fd.get(), TUNSETIFF, &request) != 0, Step::kOpen, object);
    if (options.persistent) throw_error_if(::ioctl(fd.get(), TUNSETPERSIST, 1) != 0, Step::kOpen, object);
    return fd;
  });
}

}  // namespace

UniqueFd open_tap(const NetNs& ns, const InterfaceName& name, const TunTapOptions& options) {
  return open_device(ns, "tap", IFF_TAP, name, options);
}

UniqueFd open_tun(const NetNs& ns, const InterfaceName& name, const TunTapOptions& options) {
  return open_device(ns, "tun", IFF_TUN, name, options);
}

}  // namespace netlair
