// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/netns.hpp>

#include <iostream>

int main() {
  if (const netlair::Support support = netlair::gain_privilege(); !support) {
    std::cerr << support << std::endl;
    return 1;
  }
  const auto ns = netlair::NetNs::create();
  std::cout << ns << std::endl;
  return ns.run([&] { return netlair::NetNs::current() == ns; }) ? 0 : 1;
}
