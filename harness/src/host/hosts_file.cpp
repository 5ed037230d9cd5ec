// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/hosts_file.hpp>

namespace netlair {
HostsFile& HostsFile::add(const IpAddress& address, std::string_view name) {
  detail::require_word(name, "a host's name");
  file_.add_line(address.str() + "\t" + std::string(name));
  return *this;
}

std::string HostsFile::text() const {
  return file_.text();
}

}  // namespace netlair
