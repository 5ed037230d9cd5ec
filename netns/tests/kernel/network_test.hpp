// SPDX-License-Identifier: Apache-2.0
// For tests of what netlair sets: it is read back by ip(8), tc(8) and their like, which know nothing of netlair.
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

  /// The test's own, with nothing but a loopback.
  const NetNs& ns() const { return *ns_; }
  /// Of that namespace.
  Network& net() { return *net_; }

  /// veth "p0", down, with its other end "p1" beside it.
  void add_pair();

 private:
  std::optional<NetNs> ns_;
  std::optional<Network> net_;
};

/// The names of the links, but for those that the kernel gives every namespace once a module of tunnels is loaded.
std::vector<std::string> link_names(Network& network);

/// What a command prints in that namespace: `ip -n` would need a name.
CommandResult command_in(const NetNs& ns, const std::string& line);
/// The same as JSON. Throws std::runtime_error, with what it printed, when it fails.
nlohmann::json json_in(const NetNs& ns, const std::string& line);
/// The only element of "ip -j -d link show dev NAME".
nlohmann::json link_in(const NetNs& ns, const std::string& name);

}  // namespace netlair::test
