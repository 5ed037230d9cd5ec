// SPDX-License-Identifier: Apache-2.0
// The conditions by which a program that was started counts as ready, for SpawnOptions::ready. Each is a value, good
// for any number of starts.
#pragma once

#include <netlair/harness/ready.hpp>
#include <netlair/netns/source_location.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace netlair {

/// Some program in the namespace listens on that port, whatever the address, IPv4 or IPv6. Nothing is sent to it.
Ready listening_tcp(std::uint16_t port);
/// Some program in the namespace has bound that port, be its socket connected or not.
Ready listening_udp(std::uint16_t port);
/// Some program in the namespace listens on that socket, or has bound it if it is one of datagrams, unix(7): the path
/// as the program has given it to bind(2), or "@" and the name of an abstract one. Throws Error EINVAL at kCheckValue
/// for one with a null byte, or of more than the 107 bytes that such an address has.
Ready listening_unix(std::string path, SourceLocation where = SourceLocation::current());

/// It has written a line, or the beginning of one, in which that regular expression is found, see LinePattern: to
/// standard output or to standard error. Throws Error EINVAL at kCheckValue.
Ready log_line(const std::string& pattern, SourceLocation where = SourceLocation::current());
/// That file is there, and was not before. Throws Error EINVAL at kCheckValue for a path with a null byte.
Ready file(std::filesystem::path path, SourceLocation where = SourceLocation::current());
/// It has said READY=1 as services of systemd do, sd_notify(3): to a socket of this program's, which it finds in
/// NOTIFY_SOCKET.
Ready notify();
/// It has written to its descriptor of that number, which is a pipe that it finds open. 3 or more.
Ready written_to(int descriptor);
/// A server in the namespace, at 127.0.0.1 or ::1, answers a GET of that path by HTTP/1 with a status from 200 to 399.
/// Throws Error EINVAL at kCheckValue for a path that does not begin with "/", or has a space or a control character in
/// it: those are written as %20 and so on (RFC 3986, 2.1).
Ready http_answer(std::uint16_t port, const std::string& path = "/", SourceLocation where = SourceLocation::current());

/// All of them hold, or have held.
Ready all_of(std::vector<Ready> conditions);

}  // namespace netlair
