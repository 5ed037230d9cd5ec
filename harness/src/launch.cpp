// SPDX-License-Identifier: Apache-2.0
#include "launch.hpp"

#include <netlair/netns/error.hpp>

#include "boost_process.hpp"
#include "child_descriptors.hpp"
#include "command.hpp"
#include "launch_child.hpp"
#include "live_programs.hpp"
#include "pidfd.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (auto& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

struct Hooks : bp::extend::handler {
  explicit Hooks(Plan& p) : plan(&p) {}

  template <class Executor>
  void on_exec_setup(Executor& executor) const {
    prepare_in_child(*plan);
    executor.exe = plan->program.c_str();
    executor.cmd_line = plan->argv.data();
    executor.env = plan->environment.data();
  }
  template <class Executor>
  void on_exec_error(Executor& /*executor*/, const std::error_code& error) const {
    errno = error.value();
    fail_in_child(*plan, Report::What::kExec);
  }
  template <class Executor>
  void on_fork_error(Executor& /*executor*/, const std::error_code& error) const {
    plan->fork_error = error.value();
  }

  Plan* plan;
};

// Without an error handler of Boost's there is no error pipe of Boost's.
pid_t fork_and_exec(Plan& plan) {
  bp::child child(bp::exe = plan.program, Hooks(plan), bp::ignore_error);
  if (plan.fork_error != 0) throw Error(Step::kSpawn, "fork of '" + plan.program + "'", plan.fork_error);
  const pid_t pid = child.id();
  child.detach();
  return pid;
}

// Empty when the pipe was closed by a successful exec.
std::vector<Report> read_report(const UniqueFd& source) {
  Report report{};
  ssize_t size = -1;
  while ((size = ::read(source.get(), &report, sizeof report)) < 0 && errno == EINTR) {
  }
  return size == sizeof report ? std::vector{report} : std::vector<Report>{};
}

void reap(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

// What of the program it is about: " in directory '/srv'".
std::string part_of(Report::What what, const Plan& plan) {
  switch (what) {
    case Report::What::kStreams: return " (its standard streams)";
    case Report::What::kDescriptors: return " (its descriptors)";
    case Report::What::kDirectory: return " in directory '" + plan.directory + "'";
    case Report::What::kLimits: return " (its resource limits)";
    case Report::What::kUser: return " (its user and groups)";
    case Report::What::kExec: break;
  }
  return "";
}

std::string hint_for(const Report& report, const Plan& plan) {
  if (report.what == Report::What::kUser) return "without privilege root is the only user, and his the only groups";
  const bool is_there = report.what == Report::What::kExec && ::access(plan.program.c_str(), F_OK) == 0;
  return report.error_number == ENOENT && is_there ? "the file is there: the interpreter that it names is not" : "";
}

Error to_error(const Report& report, const Plan& plan) {
  return {Step::kSpawn, "'" + plan.program + "'" + part_of(report.what, plan), report.error_number,
          hint_for(report, plan)};
}

}  // namespace

Launched launch(const std::vector<std::string>& argv, const SpawnOptions& options, const LaunchStreams& streams) {
  std::vector<std::string> arguments = argv;
  std::vector<std::string> environment = environment_with(options.environment);
  const ChildDescriptors descriptors(options.descriptors, "'" + arguments.at(0) + "'");
  const UniqueFd input = streams.input >= 0 ? descriptors.copy_above(streams.input) : UniqueFd();
  const UniqueFd output = descriptors.copy_above(streams.output);
  const UniqueFd errors = descriptors.copy_above(streams.errors);
  Plan plan{program_file(arguments.at(0)),
            pointers(arguments),
            pointers(environment),
            options.directory.string(),
            input.get(),
            output.get(),
            errors.get(),
            descriptors.pairs(),
            options.limits,
            find_credentials(options.user, options.group)};
  ScopedLivePrograms programs;
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kSpawn, "pipe for '" + plan.program + "'");
  const UniqueFd source(ends[0]);
  UniqueFd end(ends[1]);
  UniqueFd sink = descriptors.copy_above(end.get());
  end.reset();
  plan.report = sink.get();
  const pid_t pid = fork_and_exec(plan);
  sink.reset();
  if (const auto reports = read_report(source); !reports.empty()) {
    reap(pid);
    throw to_error(reports.front(), plan);
  }
  UniqueFd pidfd = open_pidfd(pid);
  if (!pidfd) {
    const int error_number = errno;
    ::kill(pid, SIGKILL);  // not reaped yet, so it is nobody else's PID
    reap(pid);
    throw Error(Step::kSpawn, "pidfd_open of '" + plan.program + "'", error_number);
  }
  programs.pids().insert(pid);
  return {pid, std::move(pidfd)};
}

}  // namespace netlair::detail
