// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host.hpp>
#include <netlair/harness/test_framework.hpp>
#include <netlair/netns/error.hpp>

#include "host_namespaces.hpp"
#include "inhabitants.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <exception>
#include <ostream>

#include <unistd.h>

namespace netlair {
namespace {

std::string checked(std::string name) {
  const bool usable = std::all_of(name.begin(), name.end(), [](unsigned char each) {
    return std::isalnum(each) != 0 || each == '-' || each == '.';
  });
  if (name.empty() || name.size() > 64 || !usable || name.front() == '-' || name.front() == '.')
    throw Error(Step::kCheck, "host name '" + name + "'", EINVAL,
                R"(it is 1 to 64 letters, digits, "-" and ".", and begins with a letter or digit)");
  return name;
}

}  // namespace

Host::Host(std::string name, detail::HostNamespaces namespaces)
    : name_(std::move(name)),
      namespaces_(std::make_unique<const detail::HostNamespaces>(std::move(namespaces))),
      owner_(::getpid()) {}

Host::Host(std::string name)
    : name_(checked(std::move(name))),
      namespaces_(std::make_unique<const detail::HostNamespaces>(detail::HostNamespaces::make(name_))),
      owner_(::getpid()) {}

std::unique_ptr<Host> Host::make_around_this_thread(std::string name) {
  auto namespaces = detail::HostNamespaces::make_around_this_thread(checked(name));
  return std::unique_ptr<Host>(new Host(std::move(name), std::move(namespaces)));
}

Host::~Host() {
  for (const auto& problem : stop()) detail::report_problem("left behind in " + name_ + ": " + problem);
}

const NetNs& Host::ns() const noexcept {
  return namespaces_->net();
}

bool Host::has_own_files() const noexcept {
  return namespaces_->has_own_files();
}

void Host::enter() const {
  namespaces_->enter();
}

Process& Host::spawn(std::vector<std::string> argv, SpawnOptions options) {
  return run([&]() -> Process& {
    return *processes_.emplace_back(std::make_unique<Process>(ns(), std::move(argv), std::move(options)));
  });
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
    for (auto& problem : detail::end_inhabitants(ns())) problems.push_back(std::move(problem));
  } catch (const std::exception& error) {  // no memory, or no descriptor to look with
    problems.emplace_back(error.what());
  }
  return problems;
}

std::ostream& operator<<(std::ostream& out, const Host& host) {
  return out << "host '" << host.name() << "'";
}

}  // namespace netlair
