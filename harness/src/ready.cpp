// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/ready.hpp>
#include <netlair/netns/bound_socket.hpp>
#include <netlair/netns/netns.hpp>

#include <algorithm>
#include <utility>

namespace netlair {
namespace {

Ready bound(std::string what, Protocol protocol, std::uint16_t port) {
  return {std::move(what) + std::to_string(port),
          [=](const NetNs& ns) {
            const auto sockets = bound_sockets(ns, protocol);
            return std::any_of(sockets.begin(), sockets.end(), [=](const auto& each) { return each.port == port; });
          },
          true};
}

}  // namespace

Ready listening_tcp(std::uint16_t port) {
  return bound("listening on TCP port ", Protocol::kTcp, port);
}

Ready listening_udp(std::uint16_t port) {
  return bound("listening on UDP port ", Protocol::kUdp, port);
}

}  // namespace netlair
