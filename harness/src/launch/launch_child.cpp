// SPDX-License-Identifier: Apache-2.0
#include "launch/launch_child.hpp"

#include "launch/launch_channel.hpp"

#include <cerrno>

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// Resets the actions before any signal is unblocked: a handler of the parent would run in the parent's memory, but in
// another process.
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

void take_descriptors(Plan& plan) {
  const int input = plan.input >= 0 ? plan.input : ::open("/dev/null", O_RDONLY);
  if (input < 0 || ::dup2(input, STDIN_FILENO) < 0 || ::dup2(plan.output, STDOUT_FILENO) < 0 ||
      ::dup2(plan.errors, STDERR_FILENO) < 0)
    fail_in_child(plan, Report::What::kStreams);
  keep_no_other_descriptor();
  for (const auto& [number, fd] : plan.descriptors)
    if (::dup2(fd, number) < 0) fail_in_child(plan, Report::What::kDescriptors);
}

// The limits are set first: raising one may take a privilege.
void take_limits_and_user(Plan& plan) {
  for (const auto& [resource, value] : plan.limits) {
    const rlimit limit{value, value};
    if (::syscall(SYS_prlimit64, 0, resource, &limit, nullptr) != 0) fail_in_child(plan, Report::What::kLimits);
  }
  if (plan.credentials && !plan.credentials->take_in_child()) fail_in_child(plan, Report::What::kUser);
}

}  // namespace

void fail_in_child(Plan& plan, Report::What what) noexcept {
  const int error_number = errno;
  const Report report{what, error_number, ::access(plan.program.c_str(), F_OK) == 0};
  plan.failure = report;
  send_report(plan.channel, report);
  ::_exit(127);
}

void prepare_in_child(Plan& plan) noexcept {
  plan.shares_memory = true;
  // The child opens its own pidfd: with SIGCHLD ignored, or if other code of this program reaps children, the child
  // could be reaped before its parent could open one.
  if (!send_own_pidfd(plan.channel)) fail_in_child(plan, Report::What::kPidfd);
  take_descriptors(plan);
  if (!plan.directory.empty() && ::chdir(plan.directory.c_str()) != 0) fail_in_child(plan, Report::What::kDirectory);
  forget_signal_settings();
  take_limits_and_user(plan);
  plan.is_prepared = true;
}

}  // namespace netlair::detail
