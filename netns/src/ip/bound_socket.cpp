// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/bound_socket.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <ostream>
#include <span>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace netlair {
namespace {

struct Table {
  Protocol protocol;
  const char* path;
  bool may_be_missing;  // where the kernel has no IPv6
};

constexpr std::array kTables = {Table{Protocol::kTcp, "/proc/thread-self/net/tcp", false},
                                Table{Protocol::kTcp, "/proc/thread-self/net/tcp6", true},
                                Table{Protocol::kUdp, "/proc/thread-self/net/udp", false},
                                Table{Protocol::kUdp, "/proc/thread-self/net/udp6", true}};

// TCP_LISTEN for TCP. TCP_CLOSE for UDP: the state of an unconnected UDP socket.
constexpr std::string_view state_of_bound(Protocol protocol) {
  return protocol == Protocol::kTcp ? "0A" : "07";
}

std::string read_whole(const Table& table) {
  const UniqueFd fd(::open(table.path, O_RDONLY | O_CLOEXEC));
  if (!fd && errno == ENOENT && table.may_be_missing) return {};
  throw_error_if(!fd, Step::kOpen, table.path);
  std::string text;
  std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t size = ::read(fd.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    throw_error_if(size < 0, Step::kOpen, std::string(table.path) + " to read it");
    if (size == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

template <class Number>
std::optional<Number> from_hex(std::string_view digits) {
  Number number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, 16);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

// One 32-bit word, or four. Each holds bytes in network order, but is printed as a number in host byte order.
std::optional<IpAddress> to_address(std::string_view digits) {
  std::array<std::uint8_t, 16> bytes{};
  const std::size_t size = digits.size() / 2;
  if (digits.size() != 8 && digits.size() != 32) return std::nullopt;
  for (std::size_t at = 0; at < size; at += 4) {
    const auto word = from_hex<std::uint32_t>(digits.substr(at * 2, 8));
    if (!word) return std::nullopt;
    std::memcpy(&bytes.at(at), &*word, sizeof *word);
  }
  return IpAddress::from_bytes(std::span(bytes).first(size));
}

struct Entry {
  BoundSocket socket;
  std::string state;
};

// Parses a line such as "  0: 0100007F:0050 00000000:0000 0A ..."; empty for the header line.
std::optional<Entry> to_entry(Protocol protocol, const std::string& line) {
  std::istringstream fields(line);
  std::string slot;
  std::string local;
  std::string remote;
  std::string state;
  fields >> slot >> local >> remote >> state;
  const auto colon = local.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto address = to_address(std::string_view(local).substr(0, colon));
  const auto port = from_hex<std::uint16_t>(std::string_view(local).substr(colon + 1));
  if (!address || !port) return std::nullopt;
  return Entry{{protocol, *address, *port}, state};
}

std::vector<Entry> entries(const NetNs& ns, Protocol protocol) {
  std::vector<Entry> result;
  for (const Table& table : kTables) {
    if (table.protocol != protocol) continue;
    std::istringstream lines(ns.run([&] { return read_whole(table); }));
    for (std::string line; std::getline(lines, line);)
      if (const auto entry = to_entry(protocol, line)) result.push_back(*entry);
  }
  return result;
}

}  // namespace

std::string_view to_string(Protocol protocol) noexcept {
  return protocol == Protocol::kTcp ? "tcp" : "udp";
}

std::ostream& operator<<(std::ostream& out, Protocol protocol) {
  return out << to_string(protocol);
}

std::string to_string(const BoundSocket& socket) {
  const std::string address = socket.address.is_v6() ? "[" + socket.address.str() + "]" : socket.address.str();
  return std::string(to_string(socket.protocol)) + " " + address + ":" + std::to_string(socket.port);
}

std::ostream& operator<<(std::ostream& out, const BoundSocket& socket) {
  return out << to_string(socket);
}

std::vector<BoundSocket> bound_sockets(const NetNs& ns) {
  std::vector<BoundSocket> sockets = bound_sockets(ns, Protocol::kTcp);
  const std::vector<BoundSocket> udp = bound_sockets(ns, Protocol::kUdp);
  sockets.insert(sockets.end(), udp.begin(), udp.end());
  return sockets;
}

std::vector<BoundSocket> bound_sockets(const NetNs& ns, Protocol protocol) {
  std::vector<BoundSocket> sockets;
  for (const Entry& each : entries(ns, protocol))
    if (each.state == state_of_bound(protocol)) sockets.push_back(each.socket);
  std::sort(sockets.begin(), sockets.end());
  return sockets;
}

bool is_port_bound(const NetNs& ns, Protocol protocol, std::uint16_t port) {
  const auto all = entries(ns, protocol);
  return std::any_of(all.begin(), all.end(), [=](const Entry& each) {
    return each.socket.port == port && (protocol == Protocol::kUdp || each.state == state_of_bound(protocol));
  });
}

}  // namespace netlair
