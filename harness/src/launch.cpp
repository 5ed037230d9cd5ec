// SPDX-License-Identifier: Apache-2.0
#include "launch.hpp"

#include <netlair/netns/error.hpp>

#include "boost_process.hpp"
#include "pidfd.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <sstream>
#include <string_view>

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSystemPath = "/usr/local/sbin:/usr/sbin:/sbin";  // where servers are, and PATH often is not

const char* why_not_found(const std::string& name) {
  if (name.empty()) return "argv[0] is empty";
  if (name.find(' ') != std::string::npos) return R"(one element per argument, as in {"ls", "-l"}: there is no shell)";
  return "it is in no directory of PATH: install the package that has it";
}

fs::path find_program(const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos;
  if (is_path && (name.find(' ') == std::string::npos || ::access(name.c_str(), F_OK) == 0)) return name;
  if (is_path) throw Error(Step::kSpawn, "'" + name + "'", ENOENT, why_not_found(name));
  const char* path = std::getenv("PATH");
  std::istringstream directories(std::string(path != nullptr ? path : "/usr/bin:/bin") + ":" +
                                 std::string(kSystemPath));
  for (std::string directory; std::getline(directories, directory, ':');) {
    fs::path candidate = fs::path(directory.empty() ? "." : directory) / name;
    std::error_code unreadable;
    if (::access(candidate.c_str(), X_OK) == 0 && fs::is_regular_file(candidate, unreadable)) return candidate;
  }
  throw Error(Step::kSpawn, "'" + name + "'", ENOENT, why_not_found(name));
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (auto& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

// "NAME=value" of this program, with the given ones in place of, or behind, its own.
std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& extra) {
  std::vector<std::string> result;
  for (char** each = ::environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view variable(*each);
    const std::string_view name = variable.substr(0, variable.find('='));
    bool replaced = false;
    for (const auto& [key, value] : extra) replaced = replaced || key == name;
    if (!replaced) result.emplace_back(variable);
  }
  for (const auto& [key, value] : extra) {
    result.push_back(key);
    result.back().append("=").append(value);
  }
  return result;
}

// What happens in the child is the caller's affair only when it fails: then this comes through the pipe.
struct Report {
  enum class What { kDescriptors, kDirectory, kExec } what;
  int error_number;
};

// Everything that the child needs, made before the fork: between fork and exec only async-signal-safe calls are allowed
// (fork(2)), since other threads may hold any lock, malloc's included.
struct Plan {
  std::string program;
  std::vector<char*> argv;
  std::vector<char*> environment;
  std::string directory;
  int output;
  int report;
  int fork_error = 0;
};

[[noreturn]] void fail_in_child(const Plan& plan, Report::What what) {
  const Report report{what, errno};
  while (::write(plan.report, &report, sizeof report) < 0 && errno == EINTR) {
  }
  ::_exit(127);
}

void forget_signal_settings() {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);  // EINVAL for SIGKILL and the like
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

void keep_no_other_descriptor() {
  if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;  // Linux 5.11
  const long limit = ::sysconf(_SC_OPEN_MAX);
  for (int fd = 3; fd < limit && fd < 65536; ++fd) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

void prepare_in_child(const Plan& plan) {
  const int null = ::open("/dev/null", O_RDONLY);
  if (null < 0 || ::dup2(null, STDIN_FILENO) < 0 || ::dup2(plan.output, STDOUT_FILENO) < 0 ||
      ::dup2(plan.output, STDERR_FILENO) < 0)
    fail_in_child(plan, Report::What::kDescriptors);
  if (!plan.directory.empty() && ::chdir(plan.directory.c_str()) != 0) fail_in_child(plan, Report::What::kDirectory);
  keep_no_other_descriptor();
  forget_signal_settings();
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

// In a program without standard descriptors the numbers 0 to 2 are free, and would be ours before they are the child's.
UniqueFd above_standard_descriptors(int fd) {
  UniqueFd copy(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
  throw_error_if(!copy, Step::kSpawn, "descriptors");
  return copy;
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

Error to_error(const Report& report, const Plan& plan) {
  switch (report.what) {
    case Report::What::kDescriptors:
      return {Step::kSpawn, "'" + plan.program + "' (its standard input and output)", report.error_number};
    case Report::What::kDirectory:
      return {Step::kSpawn, "'" + plan.program + "' in directory '" + plan.directory + "'", report.error_number};
    case Report::What::kExec: break;
  }
  const bool no_interpreter = report.error_number == ENOENT && ::access(plan.program.c_str(), F_OK) == 0;
  return {Step::kSpawn, "'" + plan.program + "'", report.error_number,
          no_interpreter ? "the file is there: the interpreter that it names is not" : ""};
}

std::mutex& one_at_a_time() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

Launched launch(const LaunchSpec& spec) {
  std::vector<std::string> argv = spec.argv;
  std::vector<std::string> environment = environment_with(spec.environment);
  const UniqueFd output = above_standard_descriptors(spec.output);
  Plan plan{find_program(argv.at(0)).string(), pointers(argv), pointers(environment),
            spec.directory.string(),           output.get(),   -1};
  const std::lock_guard starts_happen_one_after_the_other(one_at_a_time());
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kSpawn, "pipe for '" + plan.program + "'");
  const UniqueFd source(ends[0]);
  UniqueFd end(ends[1]);
  UniqueFd sink = above_standard_descriptors(end.get());
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
  return {pid, std::move(pidfd)};
}

}  // namespace netlair::detail
