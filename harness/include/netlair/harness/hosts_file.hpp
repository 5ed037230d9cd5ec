// SPDX-License-Identifier: Apache-2.0
// The /etc/hosts of a host, hosts(5): names that its programs, and functions that run in it, resolve to addresses
// (getaddrinfo(3)) without asking anybody. A reference to the host, which must outlive it; one thread at a time.
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

  /// Adds a line at its end: what is there already has precedence. Throws Error at kCheckValue for what is no name
  /// (EINVAL) and where the host has no such file of its own (ENOENT), since the machine's is never changed.
  HostsFile& add(const IpAddress& address, std::string_view name);

  /// What is in it now. Throws Error at kOpen.
  std::string text() const;

 private:
  detail::OwnFile file_;
};

}  // namespace netlair
