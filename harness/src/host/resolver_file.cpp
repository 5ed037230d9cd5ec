// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/resolver_file.hpp>
#include <netlair/netns/error.hpp>

#include <cerrno>
#include <sstream>

namespace netlair {
namespace {

constexpr int kMostServers = 3;  // MAXNS, resolv.conf(5)

int count_servers(const std::string& text) {
  std::istringstream lines(text);
  int servers = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("nameserver")) ++servers;
  return servers;
}

}  // namespace

ResolverFile& ResolverFile::add_server(const IpAddress& server) {
  if (file_.is_own() && count_servers(text()) >= kMostServers)
    throw Error(Step::kCheckValue, "name server " + server.str() + " for " + file_.host_name(), E2BIG,
                "there are three already, and the C library asks no more than that, see resolv.conf(5)");
  file_.add_line("nameserver " + server.str());
  return *this;
}

ResolverFile& ResolverFile::search(std::string_view domain) {
  detail::require_word(domain, "a domain to search");
  file_.add_line("search " + std::string(domain));
  return *this;
}

ResolverFile& ResolverFile::option(std::string_view option) {
  detail::require_word(option, "an option of resolv.conf(5)");
  file_.add_line("options " + std::string(option));
  return *this;
}

std::string ResolverFile::text() const {
  return file_.text();
}

}  // namespace netlair
