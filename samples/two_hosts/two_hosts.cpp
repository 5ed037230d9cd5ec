// SPDX-License-Identifier: Apache-2.0
// Two hosts, a cable, addresses, a route, and a ping in each direction: as root, or as anybody where user namespaces
// are allowed. It needs the `ping` program.
#include <netlair/harness/host.hpp>
#include <netlair/netns/gain_privilege.hpp>
#include <netlair/network/network.hpp>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <sstream>
#include <string>

namespace {

using namespace netlair;  // NOLINT(google-build-using-namespace): a program that is about nothing else

// "PING ... 1 received": the lines that tell.
void ping(Host& from, const std::string& address) {
  auto& program = from.spawn({"ping", "-c", "1", "-W", "60", address});
  const ExitStatus status = program.wait();
  std::istringstream output(program.output());
  for (std::string line; std::getline(output, line);)
    if (line.find("bytes from") != std::string::npos) std::cout << "  " << line << std::endl;
  if (!status.success()) throw std::runtime_error("no answer from " + address + ":\n" + program.output());
}

void connect_two_hosts() {
  // NOLINTBEGIN(google-build-using-namespace): as in a program of one's own
  // README: begin
  using namespace netlair;

  Host left("left");
  Host right("right");
  Network left_net = left.network();
  Network right_net = right.network();

  std::cout << "a cable: eth0 of the left host is the other end of eth0 of the right one" << std::endl;
  left_net.apply(add_link("eth0", Veth{.peer = "eth0", .peer_ns = right.ns()}, {.mtu = 1400}));

  std::cout << "addresses, and a network behind the right host that the left one has a route to" << std::endl;
  left_net.apply({add_address("eth0", "10.0.0.1/24"_addr), set_up("eth0")});
  right_net.apply({add_address("eth0", "10.0.0.2/24"_addr), set_up("eth0"), add_address("lo", "192.0.2.1/24"_addr)});
  left_net.wait_until_running("eth0");  // the end that was up first needs a moment more
  left_net.apply(add_route({.to = "192.0.2.0/24"_addr, .via = "10.0.0.2"_ip}));
  for (const Route& route : left_net.routes())
    if (route.via) std::cout << "  left: " << route << std::endl;

  std::cout << "a ping in each direction" << std::endl;
  ping(left, "192.0.2.1");
  ping(right, "10.0.0.1");
  // README: end
  // NOLINTEND(google-build-using-namespace)
}

}  // namespace

int main() {
  try {
    if (const Support its = gain_privilege(); !its) {
      std::cerr << "no network namespaces here: " << its << std::endl;
      return EXIT_FAILURE;
    }
    connect_two_hosts();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
