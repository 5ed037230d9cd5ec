// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host.hpp>
#include <netlair/netns/network.hpp>

#include "inhabitants.hpp"

#include <exception>
#include <iostream>

#include <unistd.h>

namespace netlair {

Host::Host() : ns_(NetNs::create()), owner_(::getpid()) {
  Network(ns_).apply(set_up("lo"));
}

Host::~Host() {
  for (const auto& problem : stop()) std::cerr << "netlair: left behind: " << problem << std::endl;
}

Process& Host::spawn(std::vector<std::string> argv, SpawnOptions options) {
  return *processes_.emplace_back(std::make_unique<Process>(ns_, std::move(argv), std::move(options)));
}

std::vector<std::string> Host::stop() noexcept {
  std::vector<std::string> problems;
  if (owner_ != ::getpid()) return problems;  // a forked child's copy of the host
  try {
    for (std::size_t i = processes_.size(); i-- > 0;) {
      try {
        processes_[i]->stop();
      } catch (const std::exception& error) {
        problems.emplace_back(error.what());
      }
    }
    for (auto& problem : detail::end_inhabitants(ns_)) problems.push_back(std::move(problem));
  } catch (const std::exception& error) {  // no memory, or no descriptor to look with
    problems.emplace_back(error.what());
  }
  return problems;
}

}  // namespace netlair
