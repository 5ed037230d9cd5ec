// SPDX-License-Identifier: Apache-2.0
#include "launch/launch.hpp"

#include <netlair/netns/blocked_signals.hpp>
#include <netlair/netns/error.hpp>

#include "launch/boost_process.hpp"
#include "launch/child_descriptors.hpp"
#include "launch/command.hpp"
#include "launch/launch_channel.hpp"
#include "launch/launch_child.hpp"
#include "launch/live_programs.hpp"

#include <cerrno>
#include <optional>
#include <utility>

#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
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

// The child shares its parent's thread control block, so a pending pthread_cancel(3) would take effect in the child.
class [[nodiscard]] ScopedNoCancellation {
 public:
  ScopedNoCancellation() noexcept { ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &was_); }
  ScopedNoCancellation(const ScopedNoCancellation&) = delete;
  ScopedNoCancellation& operator=(const ScopedNoCancellation&) = delete;
  ~ScopedNoCancellation() { ::pthread_setcancelstate(was_, nullptr); }

 private:
  int was_ = PTHREAD_CANCEL_ENABLE;
};

// The child shares this program's memory: its change of user makes this program undumpable too, and then this program's
// files in /proc belong to another user.
class [[nodiscard]] ScopedDumpable {
 public:
  ScopedDumpable() noexcept : was_(::prctl(PR_GET_DUMPABLE)) {}
  ScopedDumpable(const ScopedDumpable&) = delete;
  ScopedDumpable& operator=(const ScopedDumpable&) = delete;
  ~ScopedDumpable() {
    if (was_ == 1 && ::prctl(PR_GET_DUMPABLE) != 1) ::prctl(PR_SET_DUMPABLE, 1);
  }

 private:
  int was_;
};

// Boost gets no error handler (bp::ignore_error), so it makes no error pipe.
pid_t fork_and_exec(Plan& plan) {
  const ScopedBlockedSignals blocked_signals;
  const ScopedNoCancellation of_the_child;
  const ScopedDumpable dumpable;
  bp::child child(bp::exe = plan.program, Hooks(plan), bp::ignore_error, bp::posix::use_vfork);
  if (plan.fork_error != 0) throw Error(Step::kSpawn, "vfork of '" + plan.program + "'", plan.fork_error);
  const pid_t pid = child.id();
  child.detach();
  return pid;
}

void reap(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool is_sought_in_its_directory(const Plan& plan) {
  return !plan.directory.empty() && !plan.program.starts_with('/');
}

// The part of the program that the report concerns, as in " in directory '/srv'".
std::string part_of(Report::What what, const Plan& plan) {
  switch (what) {
    case Report::What::kPidfd: return " (its pidfd)";
    case Report::What::kStreams: return " (its standard streams)";
    case Report::What::kDescriptors: return " (its descriptors)";
    case Report::What::kDirectory: return " in directory '" + plan.directory + "'";
    case Report::What::kLimits: return " (its resource limits)";
    case Report::What::kUser: return " (its user and groups)";
    case Report::What::kExec: break;
  }
  return is_sought_in_its_directory(plan) ? " from directory '" + plan.directory + "'" : "";
}

std::string hint_for(const Report& report, const Plan& plan) {
  if (report.what == Report::What::kUser)
    return "without privilege root is the only user, and root's groups are the only groups";
  if (report.what != Report::What::kExec || report.error_number != ENOENT) return "";
  if (report.is_there) return "the file is there: the interpreter that it names is not";
  return is_sought_in_its_directory(plan) ? "a relative path is relative to the directory that the program starts in"
                                          : "";
}

Error to_error(const Report& report, const Plan& plan) {
  return {Step::kSpawn, "'" + plan.program + "'" + part_of(report.what, plan), report.error_number,
          hint_for(report, plan)};
}

Error not_run(const Plan& plan, const std::optional<Report>& report) {
  if (report) return to_error(*report, plan);
  return Error::in_words(Step::kSpawn, "'" + plan.program + "'", ECHILD, "it was killed before it could be run", "");
}

// The plan for the child, and the objects that the plan refers to.
struct Preparation {
  Preparation(std::vector<std::string> argv, const SpawnOptions& options, const LaunchStreams& streams)
      : arguments(std::move(argv)),
        environment(environment_with(options.environment)),
        descriptors(options.descriptors, "'" + arguments.at(0) + "'"),
        input(streams.input >= 0 ? descriptors.copy_above(streams.input) : UniqueFd()),
        output(descriptors.copy_above(streams.output)),
        errors(descriptors.copy_above(streams.errors)),
        plan{program_file(arguments.at(0), options),
             pointers(arguments),
             pointers(environment),
             options.directory.string(),
             input.get(),
             output.get(),
             errors.get(),
             descriptors.pairs(),
             options.limits,
             find_credentials(options.user, options.group)} {}

  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  ChildDescriptors descriptors;
  UniqueFd input;
  UniqueFd output;
  UniqueFd errors;
  Plan plan;
};

}  // namespace

Launched launch(const std::vector<std::string>& argv, const SpawnOptions& options, const LaunchStreams& streams) {
  Preparation preparation(argv, options, streams);
  Plan& plan = preparation.plan;
  LaunchChannel channel(preparation.descriptors, plan.program);
  plan.channel = channel.its_end();
  ScopedStart start;
  const pid_t pid = fork_and_exec(plan);
  channel.close_its_end();
  UniqueFd pidfd = channel.receive_pidfd(plan);
  const int error_number = errno;
  const auto report = channel.receive_report(plan);
  if (report || (plan.shares_memory && !plan.is_prepared)) {
    reap(pid);
    throw not_run(plan, report);
  }
  if (!pidfd) {
    ::kill(pid, SIGKILL);  // this program's child, unless other code has reaped it already
    reap(pid);
    throw Error(Step::kSpawn, "the pidfd of '" + plan.program + "'", error_number);
  }
  start.enter(pid);
  return {pid, std::move(pidfd)};
}

}  // namespace netlair::detail
