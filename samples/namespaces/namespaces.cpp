// SPDX-License-Identifier: Apache-2.0
// Network namespaces without a test around them: as root, or as anybody where user namespaces are allowed.
#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/network.hpp>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>

#include <sys/socket.h>
#include <unistd.h>

namespace {

using netlair::NetNs;
using netlair::Network;
using netlair::PersistDir;
using netlair::set_up;
using netlair::UniqueFd;

void show(const std::string& name, const std::string& directory) {
  // README: begin
  NetNs ns = NetNs::create();                                   // anonymous: gone with its last handle
  NetNs blue = NetNs::create(name);                             // has a name that `ip netns` sees, too
  NetNs green = NetNs::create("green", PersistDir(directory));  // in a directory of your own
  Network(ns).apply(set_up("lo"));                              // a fresh namespace's loopback is down
  NetNs here = ns.run([] { return NetNs::current(); });         // inside, on this thread; back also when it throws
  UniqueFd socket = ns.socket(AF_INET, SOCK_STREAM);            // lives there, usable from any thread
  bool same = here == ns && NetNs::open(name) == blue;          // the same namespace, whatever the handle
  std::cout << ns << "\n" << blue << "\n" << std::boolalpha << same << std::endl;
  std::move(blue).remove();  // what the destructor does, but this one reports
  // README: end
  if (!same || !socket) throw std::runtime_error("that was not what it should have been");
}

}  // namespace

int main() {
  try {
    if (const netlair::Support support = netlair::gain_privilege(); !support) {
      std::cerr << "no network namespaces here: " << support << std::endl;
      return EXIT_FAILURE;
    }
    const std::string pid = std::to_string(::getpid());  // two copies may run at once
    show("sample-" + pid, std::filesystem::temp_directory_path() / ("netlair-sample-" + pid));
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
