// SPDX-License-Identifier: Apache-2.0
// For tests of what netlair sets. The settings are read back with ip(8), tc(8) and the like, which do not depend on
// netlair.
#pragma once

#include "kernel_test.hpp"

#include <netlair/network/network.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace netlair::test {

class NetworkTest : public KernelTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// The test's own namespace, with only a loopback.
  const NetNs& ns() const { return *ns_; }
  /// The network of ns().
  Network& net() { return *net_; }

  /// Adds the veth "p0" with its peer "p1", both in ns() and down.
  void add_pair();

 private:
  std::optional<NetNs> ns_;
  std::optional<Network> net_;
};

/// The names of the links, except those that the kernel adds to every namespace once a tunnel module is loaded.
std::vector<std::string> link_names(Network& network);

/// Runs a command in `ns`, which needs no name for that: `ip -n` would need one.
CommandResult command_in(const NetNs& ns, const std::string& line);
/// The command's output as JSON. Throws std::runtime_error, with the output, if the command fails.
nlohmann::json json_in(const NetNs& ns, const std::string& line);
/// The only element of "ip -j -d link show dev NAME".
nlohmann::json link_in(const NetNs& ns, const std::string& name);

}  // namespace netlair::test
