// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host.hpp>
#include <netlair/harness/keeper.hpp>
#include <netlair/harness/test_framework.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/patience.hpp>
#include <netlair/network/links_across.hpp>

#include "host/host_namespaces.hpp"
#include "host/lan_interface.hpp"
#include "keeper/processes_inside.hpp"
#include "process/require_success.hpp"
#include "streams/streams_reader.hpp"
#include "thread/task_mark.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <exception>
#include <iostream>
#include <stdexcept>

#include <unistd.h>

namespace netlair {

using std::chrono::milliseconds;

namespace {

std::string checked(std::string name) {
  const bool usable = std::all_of(name.begin(), name.end(), [](unsigned char each) {
    return std::isalnum(each) != 0 || each == '-' || each == '.';
  });
  if (name.empty() || name.size() > 64 || !usable || name.front() == '-' || name.front() == '.')
    throw Error(Step::kCheckValue, "host name '" + name + "'", EINVAL,
                R"(it must be 1 to 64 letters, digits, "-" and ".", and begin with a letter or digit)");
  return name;
}

// The keeper is started first: a process that starts later may be in the host.
std::unique_ptr<detail::HostNamespaces> kept_namespaces(const std::string& name) {
  detail::start_keeper();
  return std::make_unique<detail::HostNamespaces>(detail::HostNamespaces::make(name));
}

std::unique_ptr<detail::KeptHost> kept(const detail::HostNamespaces& namespaces) {
  return std::make_unique<detail::KeptHost>(namespaces.net().id(), namespaces.cookie());
}

}  // namespace

Host::Host(std::string name, std::unique_ptr<detail::HostNamespaces> namespaces)
    : name_(std::move(name)),
      namespaces_(std::move(namespaces)),
      tasks_before_(std::make_unique<const detail::TaskMark>()),
      kept_(namespaces_ ? kept(*namespaces_) : nullptr) {}

Host::Host(std::string name, const HostOptions& options)
    : name_(checked(std::move(name))),
      namespaces_(kept_namespaces(name_)),
      tasks_before_(std::make_unique<const detail::TaskMark>()),
      kept_(kept(*namespaces_)) {
  if (options.network == kLan) detail::add_lan_interface(*namespaces_, name_);
}

std::unique_ptr<Host> Host::make_around_this_thread(std::string name, const HostOptions& options) {
  detail::start_keeper();
  auto namespaces = detail::HostNamespaces::make_around_this_thread(checked(name));
  std::unique_ptr<Host> host(
      new Host(std::move(name), std::make_unique<detail::HostNamespaces>(std::move(namespaces))));
  if (options.network == kLan) detail::add_lan_interface(host->namespaces(), host->name());
  return host;
}

std::unique_ptr<Host> Host::not_made(std::string name) {
  return std::unique_ptr<Host>(new Host(std::move(name), nullptr));
}

Host::~Host() {
  if (!owner_.is_of_this_process() || namespaces_ == nullptr) return;
  if (detail::test_framework().host_ends != nullptr) detail::test_framework().host_ends(*this);
  if (!is_over_) {
    const Remains remains = stop();
    if (!remains.problems.empty()) kept_->leave();
    for (const auto& [what, where] : remains.problems) detail::report_problem(name_ + ": " + what, where);
    if (!remains.left.empty() && detail::test_framework().left_behind != nullptr)
      detail::test_framework().left_behind(*this, remains.left);
  }
  remove_links_across();
}

// Looks for links only if something may have made one: looking takes a twentieth of the time of an empty test. If
// removal fails, the kernel does it later.
void Host::remove_links_across() const noexcept try {
  if (had_processes_ || requests_across_ != detail::requests_across()) detail::remove_links_across(ns());
} catch (const std::exception&) {
}

const detail::HostNamespaces& Host::namespaces() const {
  if (namespaces_ == nullptr) throw std::logic_error("host '" + name_ + "' was not made: this test was skipped");
  return *namespaces_;
}

const NetNs& Host::ns() const {
  return namespaces().net();
}

bool Host::has_own_files() const {
  return namespaces().has_own_files();
}

void Host::enter() const {
  namespaces().enter();
}

Process& Host::spawn(std::vector<std::string> argv, SpawnOptions options, SourceLocation where) {
  return keep(start(std::move(argv), std::move(options), where));
}

std::unique_ptr<Process> Host::start(std::vector<std::string> argv, SpawnOptions options, SourceLocation where) {
  return run([&] {
    std::unique_lock lock(programs_, std::defer_lock);
    if (owner_.is_of_this_process()) lock.lock();  // in a forked child the mutex may be locked forever
    if (!reader_ || !reader_->is_of_this_process()) reader_ = std::make_shared<detail::StreamsReader>();
    const auto reader = reader_;
    if (lock) lock.unlock();
    return std::make_unique<Process>(ns(), std::move(argv), std::move(options), where, reader);
  });
}

Process& Host::keep(std::unique_ptr<Process> program) {
  std::unique_lock lock(programs_, std::defer_lock);
  if (owner_.is_of_this_process()) lock.lock();
  return *processes_.emplace_back(std::move(program));
}

CommandOutput Host::run(std::vector<std::string> argv, SpawnOptions options, std::chrono::milliseconds within,
                        SourceLocation where) {
  options.errors_apart = true;
  auto program = start(std::move(argv), std::move(options), where);
  detail::require_success(*program, within, where);
  CommandOutput output{program->output(), program->errors()};
  if (!program->is_output_closed()) keep(std::move(program));  // for the output of processes that it has left running
  return output;
}

bool Host::may_have_processes() const noexcept {
  return tasks_before_->others_since();
}

// One after the other, as long as that goes quickly. Failures are ignored here: stop_programs() meets them again and
// reports them.
void Host::ask_programs_to_end(milliseconds longest_grace) noexcept {
  using std::chrono::steady_clock;
  const auto in_order_until = steady_clock::now() + std::min(longest_grace, detail::whole_patience() / 30);
  for (std::size_t i = processes_.size(); i-- > 0;) {
    Process& program = *processes_[i];
    try {
      program.ask_to_end();
      const auto left = std::chrono::ceil<milliseconds>(in_order_until - steady_clock::now());
      program.look_for(std::clamp(left, milliseconds(0), std::max(milliseconds(0), program.grace())));
    } catch (const std::exception&) {
    }
  }
}

void Host::stop_programs(std::vector<Problem>& problems, milliseconds longest_grace) {
  ask_programs_to_end(longest_grace);
  for (std::size_t i = processes_.size(); i-- > 0;) {
    Process& program = *processes_[i];
    try {
      program.stop(longest_grace);
    } catch (const std::exception& error) {
      problems.push_back({std::string("left behind: ") + error.what(), program.where()});
    }
    const auto [failure, remark] = program.take_remarks(&ns());
    if (!failure.empty()) problems.push_back({failure, program.where()});
    if (!remark.empty()) std::cout << "netlair: " << name_ << ": " << remark << std::endl;
  }
}

std::vector<Host::Problem> Host::take_unexpected_ends() {
  std::vector<Problem> problems;
  for (const auto& program : processes_)
    if (const std::string what = program->take_unexpected_end(ns()); !what.empty())
      problems.push_back({what, program->where()});
  return problems;
}

Host::Remains Host::stop(std::chrono::milliseconds longest_grace) noexcept {
  Remains remains;
  if (!owner_.is_of_this_process() || namespaces_ == nullptr) return remains;  // a forked child's copy of the host
  try {
    const bool has_had_programs = reader_ != nullptr;  // their mounts are not the test's fault
    if (!has_had_programs) remains.left = namespaces_->mount_watch().take_since();
    if (processes_.empty() && !may_have_processes()) return remains;
    had_processes_ = true;
    stop_programs(remains.problems, longest_grace);
    auto [left, problems, pids] = detail::end_processes_in(namespaces_->identity());
    remains.ended = std::move(pids);
    remains.left.insert(remains.left.end(), left.begin(), left.end());
    for (auto& problem : problems) remains.problems.push_back({"left behind: " + problem});
  } catch (const std::exception& error) {  // out of memory or descriptors
    remains.problems.push_back({std::string("left behind: ") + error.what()});
  }
  return remains;
}

Host::Remains Host::stop_for_good() noexcept {
  Remains remains = stop();
  is_over_ = remains.problems.empty();
  return remains;
}

ScopedHost::ScopedHost(const Host& host) : ScopedHost(host.namespaces()) {}

HostsFile::HostsFile(const Host& host) : file_(host.namespaces(), host.name(), "/etc/hosts") {}

ResolverFile::ResolverFile(const Host& host) : file_(host.namespaces(), host.name(), "/etc/resolv.conf") {}

std::ostream& operator<<(std::ostream& out, const Host& host) {
  return out << "host '" << host.name() << "'";
}

}  // namespace netlair
