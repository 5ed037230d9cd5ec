// SPDX-License-Identifier: Apache-2.0
// When a program that was started counts as ready. A condition is asked again until it holds, the program ends, or the
// deadline passes; it is called on the thread that spawns, inside the host where the program has one.
#pragma once

#include <netlair/netns/source_location.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace netlair {

class NetNs;
class Process;
struct SpawnOptions;

/// What a condition is asked of. A function of the namespace alone is a condition, too.
struct Starting {
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): a namespace, before there is a program
  Starting(const NetNs& where, const Process* its = nullptr) : ns(where), process(its) {}
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): for functions of the namespace
  operator const NetNs&() const noexcept { return ns; }

  const NetNs& ns;         // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): for a call's time
  const Process* process;  ///< null before it has been started
};

struct Ready {
  std::string what;                            ///< completes "it is not ...", as in "listening on TCP port 80"
  std::function<bool(const Starting&)> holds;  ///< empty: ready as soon as it has started
  bool false_before = false;  ///< it must not hold before the program starts: somebody else's would count
  /// For the error, what there is instead: "tcp 127.0.0.1:8080 is bound there".
  std::function<std::string(const Starting&)> instead = {};
  /// For a condition that has a state: makes that of one start, before the program starts, and gives the program what
  /// it answers by. So one object serves many starts, also at the same time.
  std::function<Ready(const NetNs&, SpawnOptions&)> begin = {};
  /// What all_of() is made of.
  std::vector<Ready> parts = {};
  /// For the error where it holds before; empty: "something is listening on TCP port 80 already".
  std::string if_before = {};
};

/// Some program in the namespace listens on that port, whatever the address, IPv4 or IPv6. Nothing is sent to it.
Ready listening_tcp(std::uint16_t port);
/// Some program in the namespace has bound that port, be its socket connected or not.
Ready listening_udp(std::uint16_t port);
/// Some program in the namespace listens on that socket, or has bound it if it is one of datagrams, unix(7): the path
/// as the program has given it to bind(2), or "@" and the name of an abstract one. Throws Error EINVAL at kCheck for
/// one with a null byte, or of more than the 107 bytes that such an address has.
Ready listening_unix(std::string path, SourceLocation where = SourceLocation::current());

/// It has written a line, or the beginning of one, in which that regular expression is found, see LinePattern: to
/// standard output or to standard error. Throws Error EINVAL at kCheck.
Ready log_line(const std::string& pattern, SourceLocation where = SourceLocation::current());
/// That file is there, and was not before. Throws Error EINVAL at kCheck for a path with a null byte.
Ready file(std::filesystem::path path, SourceLocation where = SourceLocation::current());
/// It has said READY=1 as services of systemd do, sd_notify(3): to a socket of this program's, which it finds in
/// NOTIFY_SOCKET.
Ready notify();
/// It has written to its descriptor of that number, which is a pipe that it finds open. 3 or more.
Ready written_to(int descriptor);
/// A server in the namespace, at 127.0.0.1 or ::1, answers a GET of that path by HTTP/1 with a status from 200 to 399.
/// Throws Error EINVAL at kCheck for a path that does not begin with "/", or has a space or a control character in it:
/// those are written as %20 and so on (RFC 3986, 2.1).
Ready http_answer(std::uint16_t port, const std::string& path = "/", SourceLocation where = SourceLocation::current());

/// All of them hold, or have held.
Ready all_of(std::vector<Ready> conditions);

}  // namespace netlair
