// SPDX-License-Identifier: Apache-2.0
// The /etc/hosts of a host, hosts(5): names that getaddrinfo(3) resolves without a name server, in the host's programs
// and in functions that run in the host. The object refers to the host, which must outlive it; one thread at a time.
#pragma once

#include <netlair/harness/own_file.hpp>
#include <netlair/network/ip_address.hpp>

#include <string>
#include <string_view>

namespace netlair {

class Host;

class HostsFile {
 public:
  explicit HostsFile(const Host& host);

  /// Adds a line at the end of the file; existing lines have precedence. Throws Error at kCheckValue if `name` is not a
  /// valid name (EINVAL), or if the host has no such file of its own (ENOENT), since the machine's file is never
  /// changed.
  HostsFile& add(const IpAddress& address, std::string_view name);

  /// The contents of the file. Throws Error at kOpen.
  std::string text() const;

 private:
  detail::OwnFile file_;
};

}  // namespace netlair
