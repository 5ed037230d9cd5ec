// SPDX-License-Identifier: Apache-2.0
// The /etc/resolv.conf of a host, resolv.conf(5): whom its programs, and functions that run in it, ask for names that
// are not in its /etc/hosts. A fresh host names nobody, and then the C library asks 127.0.0.1, on port 53. A reference
// to the host, which must outlive it; one thread at a time.
#pragma once

#include <netlair/harness/own_file.hpp>
#include <netlair/network/ip_address.hpp>

#include <string>
#include <string_view>

namespace netlair {

class Host;

class ResolverFile {
 public:
  explicit ResolverFile(const Host& host);

  /// Asked on port 53, after those that were added before. The C library takes three at most: throws Error at
  /// kCheckValue for a fourth (E2BIG), and where the host has no such file of its own (ENOENT), since the machine's is
  /// never changed.
  ResolverFile& add_server(const IpAddress& server);
  /// The domain in which names without a dot are looked for. Throws Error at kCheckValue, EINVAL for what is none.
  ResolverFile& search(std::string_view domain);
  /// Such as "timeout:1" or "ndots:2". Throws Error at kCheckValue, EINVAL.
  ResolverFile& option(std::string_view option);

  /// What is in it now. Throws Error at kOpen.
  std::string text() const;

 private:
  detail::OwnFile file_;
};

}  // namespace netlair
