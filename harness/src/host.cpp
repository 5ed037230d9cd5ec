// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host.hpp>
#include <netlair/netns/links.hpp>

#include "inhabitants.hpp"

#include <exception>
#include <iostream>
#include <ranges>

namespace netlair {

Host::Host() : ns_(NetNs::create()) {
  Links(ns_).set_up("lo");
}

Host::~Host() {
  for (const auto& problem : stop()) std::cerr << "netlair: left behind: " << problem << std::endl;
}

Process& Host::spawn(std::vector<std::string> argv, SpawnOptions options) {
  has_spawned_ = true;  // also when it throws: a program that did not get ready may have left daemons
  return *processes_.emplace_back(std::make_unique<Process>(ns_, std::move(argv), std::move(options)));
}

std::vector<std::string> Host::stop() noexcept {
  std::vector<std::string> problems;
  try {
    for (const auto& process : std::ranges::reverse_view(processes_)) {
      try {
        process->stop();
      } catch (const std::exception& error) {
        problems.emplace_back(error.what());
      }
    }
    if (!has_spawned_) return problems;
    for (auto& problem : detail::end_inhabitants(ns_.id())) problems.push_back(std::move(problem));
  } catch (const std::exception& error) {  // no memory, or no descriptor to look with
    problems.emplace_back(error.what());
  }
  has_spawned_ = false;
  return problems;
}

}  // namespace netlair
