// SPDX-License-Identifier: Apache-2.0
// The /etc/resolv.conf of a host, resolv.conf(5): the name servers for names that are not in the host's /etc/hosts,
// used by the host's programs and by functions that run in the host. The file of a new host lists no server; the C
// library then asks 127.0.0.1, port 53. The object refers to the host, which must outlive it; one thread at a time.
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

  /// Adds a name server, which is asked on port 53, after those added before. Throws Error at kCheckValue: E2BIG for a
  /// fourth server, since the C library uses at most three; ENOENT if the host has no such file of its own, since the
  /// machine's file is never changed.
  ResolverFile& add_server(const IpAddress& server);
  /// Adds a domain in which names without a dot are searched. Throws Error at kCheckValue, EINVAL, if `domain` is not
  /// one word.
  ResolverFile& search(std::string_view domain);
  /// Adds an option, such as "timeout:1" or "ndots:2". Throws Error at kCheckValue, EINVAL.
  ResolverFile& option(std::string_view option);

  /// The contents of the file. Throws Error at kOpen.
  std::string text() const;

 private:
  detail::OwnFile file_;
};

}  // namespace netlair
