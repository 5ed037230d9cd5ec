// SPDX-License-Identifier: Apache-2.0
#include "host/lan_interface.hpp"

#include <netlair/harness/lan_names.hpp>
#include <netlair/harness/scoped_host.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/network/network.hpp>

#include "host/host_namespaces.hpp"

#include <cerrno>
#include <string>

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// An ifb drops packets that were sent to it but not redirected to it. Unlike a dummy, it is created without multicast.
void allow_multicast(const NetNs& ns) {
  const UniqueFd socket = ns.socket(AF_INET, SOCK_DGRAM);
  ifreq request{};
  kLanInterface.copy(&request.ifr_name[0], IFNAMSIZ - 1);
  throw_error_if(::ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0, Step::kNetlink, "flags of 'lan0'");
  request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_MULTICAST);
  throw_error_if(::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0, Step::kNetlink, "multicast of 'lan0'");
}

void add_interface(const NetNs& ns, Network& network) {
  try {
    network.apply(add_link(kLanInterface, Dummy{}), kNowhere);
  } catch (const Error& error) {
    if (error.error_number() != EOPNOTSUPP) throw;
    network.apply(add_link(kLanInterface, Ifb{}), kNowhere);
    allow_multicast(ns);
  }
}

bool has_ipv6(const HostNamespaces& host) {
  const ScopedHost inside(host);
  return ::access("/proc/sys/net/ipv6", F_OK) == 0;
}

void add_addresses(Network& network, std::string_view address, int family) {
  network.apply({add_address(kLanInterface, address), add_route({.to = IpPrefix::all(family), .link = kLanInterface})},
                kNowhere);
}

}  // namespace

void add_lan_interface(const HostNamespaces& host, const std::string& host_name) {
  Network network(host.net(), host_name);
  add_interface(host.net(), network);
  network.apply(set_up(kLanInterface), kNowhere);
  add_addresses(network, kLanIpv4, AF_INET);
  if (has_ipv6(host)) add_addresses(network, kLanIpv6, AF_INET6);
}

}  // namespace netlair::detail
