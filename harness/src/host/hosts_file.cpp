// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/hosts_file.hpp>

#include "host/own_file.hpp"

namespace netlair {
namespace {
constexpr const char* kPath = "/etc/hosts";
}

HostsFile& HostsFile::add(const IpAddress& address, std::string_view name) {
  detail::require_word(name, "a host's name");
  detail::add_line(*host_, kPath, address.str() + "\t" + std::string(name));
  return *this;
}

std::string HostsFile::text() const {
  return detail::text_of(*host_, kPath);
}

}  // namespace netlair
