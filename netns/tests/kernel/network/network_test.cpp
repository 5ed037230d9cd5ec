// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <set>
#include <stdexcept>

namespace netlair::test {

void NetworkTest::SetUp() {
  KernelTest::SetUp();
  if (IsSkipped() || HasFatalFailure()) return;
  ns_.emplace(NetNs::create());
  net_.emplace(*ns_);
}

void NetworkTest::TearDown() {
  net_.reset();
  ns_.reset();
  KernelTest::TearDown();
}

void NetworkTest::add_pair() {
  net().apply(add_link("p0", Veth{.peer = "p1"}));
}

std::vector<std::string> link_names(Network& network) {
  std::set<std::string> everywhere;
  for (const Link& link : Network(NetNs::create()).links()) everywhere.insert(link.name);
  everywhere.erase("lo");
  std::vector<std::string> result;
  for (const Link& link : network.links())
    if (!everywhere.contains(link.name)) result.push_back(link.name);
  return result;
}

CommandResult command_in(const NetNs& ns, const std::string& line) {
  return ns.run([&] { return command(line); });
}

nlohmann::json json_in(const NetNs& ns, const std::string& line) {
  const auto [status, output] = command_in(ns, line);
  if (status != 0) throw std::runtime_error(line + ": " + output);
  return output.empty() ? nlohmann::json::array() : nlohmann::json::parse(output);
}

nlohmann::json link_in(const NetNs& ns, const std::string& name) {
  return json_in(ns, "ip -j -d -s link show dev " + name).at(0);
}

}  // namespace netlair::test
