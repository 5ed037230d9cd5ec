// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/connect.hpp>
#include <netlair/harness/host.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/network/network.hpp>

#include <span>
#include <string>
#include <vector>

namespace netlair {
namespace {

InterfaceName free_name(Network& network) {
  for (int number = 0;; ++number)  // at most one round more than there are links
    if (const InterfaceName name("eth" + std::to_string(number)); !network.find_link(name)) return name;
}

void address(Network& network, const InterfaceName& name, std::span<const IpPrefix> prefixes) {
  std::vector<Request> requests{set_up(name)};
  for (const auto& each : prefixes) requests.push_back(add_address(name, each));
  network.apply(requests, detail::kNowhere);
}

Cable connect_all(const Host& left, std::span<const IpPrefix> left_addresses, const Host& right,
                  std::span<const IpPrefix> right_addresses) {
  Network here = left.network();
  Network there = right.network();
  const Cable cable{free_name(here), free_name(there)};
  here.apply(add_link(cable.first, Veth{.peer = cable.second, .peer_ns = right.ns()}), detail::kNowhere);
  address(here, cable.first, left_addresses);
  address(there, cable.second, right_addresses);
  here.wait_until_running(cable.first, patience(), detail::kNowhere);
  there.wait_until_running(cable.second, patience(), detail::kNowhere);
  return cable;
}

}  // namespace

Cable connect(const Host& left, const IpPrefix& left_address, const Host& right, const IpPrefix& right_address,
              SourceLocation where) {
  return connect(left, {left_address}, right, {right_address}, where);
}

Cable connect(const Host& left, std::initializer_list<IpPrefix> left_addresses, const Host& right,
              std::initializer_list<IpPrefix> right_addresses, SourceLocation where) {
  return detail::located(where, [&] { return connect_all(left, left_addresses, right, right_addresses); });
}

}  // namespace netlair
