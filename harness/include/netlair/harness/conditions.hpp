// SPDX-License-Identifier: Apache-2.0
// Conditions for SpawnOptions::ready: when does a program that was started count as ready? Each condition is a value,
// and can be used for any number of starts.
#pragma once

#include <netlair/harness/ready.hpp>
#include <netlair/netns/source_location.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace netlair {

/// A program in the namespace listens on that port, on any address, IPv4 or IPv6. Nothing is sent to the port.
Ready listening_tcp(std::uint16_t port);
/// A program in the namespace has bound that port; its socket may be connected or not.
Ready listening_udp(std::uint16_t port);
/// A program in the namespace listens on that unix(7) socket, or has bound it if it is a datagram socket. `path` is the
/// path that the program passes to bind(2), or "@" and the name of an abstract socket. Throws Error EINVAL at
/// kCheckValue for a path with a null byte, or with more than the 107 bytes that such an address can have.
Ready listening_unix(std::string path, SourceLocation where = SourceLocation::current());

/// The program has written to standard output or standard error a line, or the beginning of one, in which that regular
/// expression is found, see LinePattern. Throws Error EINVAL at kCheckValue.
Ready log_line(const std::string& pattern, SourceLocation where = SourceLocation::current());
/// The file exists, and did not exist before the program started. Throws Error EINVAL at kCheckValue for a path with a
/// null byte.
Ready file(std::filesystem::path path, SourceLocation where = SourceLocation::current());
/// The program has sent READY=1 as systemd services do, sd_notify(3). It finds the socket, which belongs to this
/// program, in NOTIFY_SOCKET.
Ready notify();
/// The program has written to its descriptor of that number, 3 or more, where it finds a pipe open.
Ready written_to(int descriptor);
/// A server in the namespace, at 127.0.0.1 or ::1, answers an HTTP/1 GET of that path with a status from 200 to 399.
/// Throws Error EINVAL at kCheckValue for a path that does not begin with "/", or that contains a space or a control
/// character: write those as %20 and so on (RFC 3986, 2.1).
Ready http_answer(std::uint16_t port, const std::string& path = "/", SourceLocation where = SourceLocation::current());

/// All conditions hold now, or have held since the start.
Ready all_of(std::vector<Ready> conditions);

}  // namespace netlair
