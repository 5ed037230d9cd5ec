// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host.hpp>
#include <netlair/harness/lan.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/network/network.hpp>

#include <cerrno>
#include <string>

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair {
namespace {

// What an ifb is sent, and has not been redirected to it, it drops. Unlike a dummy it is made without multicast.
void allow_multicast(const Host& host) {
  const UniqueFd socket = host.ns().socket(AF_INET, SOCK_DGRAM);
  ifreq request{};
  kLanInterface.copy(&request.ifr_name[0], IFNAMSIZ - 1);
  throw_error_if(::ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0, Step::kNetlink, "flags of 'lan0'");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_MULTICAST);
  throw_error_if(::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0, Step::kNetlink, "multicast of 'lan0'");
}

void add_interface(const Host& host, Network& network) {
  try {
    network.apply(add_link(kLanInterface, Dummy{}), detail::kNowhere);
  } catch (const Error& error) {
    if (error.error_number() != EOPNOTSUPP) throw;
    network.apply(add_link(kLanInterface, Ifb{}), detail::kNowhere);
    allow_multicast(host);
  }
}

bool has_ipv6(const Host& host) {
  return host.run([] { return ::access("/proc/sys/net/ipv6", F_OK) == 0; });
}

void add_addresses(Network& network, std::string_view address, int family) {
  network.apply({add_address(kLanInterface, address), add_route({.to = IpPrefix::all(family), .link = kLanInterface})},
                detail::kNowhere);
}

}  // namespace

void add_lan(const Host& host) {
  Network network = host.network();
  add_interface(host, network);
  network.apply(set_up(kLanInterface), detail::kNowhere);
  add_addresses(network, kLanIpv4, AF_INET);
  if (has_ipv6(host)) add_addresses(network, kLanIpv6, AF_INET6);
}

}  // namespace netlair
