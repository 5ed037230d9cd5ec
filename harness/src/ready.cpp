// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/ready.hpp>
#include <netlair/netns/netns.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>

namespace netlair {
namespace {

constexpr std::string_view kListen = "0A";       // TCP_LISTEN
constexpr std::string_view kUnconnected = "07";  // TCP_CLOSE, which is what an unconnected UDP socket is in

// A line of proc_net_tcp: "  0: 0100007F:0050 00000000:0000 0A ...", a header line first.
bool has_socket(const char* table, std::uint16_t port, std::string_view wanted_state) {
  std::ifstream lines(table);
  lines.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string slot;
    std::string local;
    std::string remote;
    std::string state;
    fields >> slot >> local >> remote >> state;
    const auto colon = local.rfind(':');
    if (colon == std::string::npos || state != wanted_state) continue;
    if (std::strtoul(local.c_str() + colon + 1, nullptr, 16) == port) return true;
  }
  return false;
}

Ready in_table(std::string what, std::array<const char*, 2> tables, std::uint16_t port, std::string_view state) {
  return {std::move(what) + std::to_string(port),
          [=](const NetNs& ns) {
            return ns.run([&] { return has_socket(tables[0], port, state) || has_socket(tables[1], port, state); });
          },
          true};
}

}  // namespace

Ready listening_tcp(std::uint16_t port) {
  return in_table("listening on TCP port ", {"/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6"}, port, kListen);
}

Ready listening_udp(std::uint16_t port) {
  return in_table("listening on UDP port ", {"/proc/thread-self/net/udp", "/proc/thread-self/net/udp6"}, port,
                  kUnconnected);
}

}  // namespace netlair
