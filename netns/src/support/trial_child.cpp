// SPDX-License-Identifier: Apache-2.0
#include "support/trial_child.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// A trial must be able to wait for its own children, however the program handles SIGCHLD.
void take_children_back() noexcept {
  ::signal(SIGCHLD, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
}

[[noreturn]] void report_and_end(int sink, const PlainError& failure) noexcept {
  while (::write(sink, &failure, sizeof failure) < 0 && errno == EINTR) {
  }
  ::_exit(0);
}

}  // namespace

bool succeeds(pid_t child) noexcept {
  int status = -1;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status == 0;
}

PlainError in_thrown_away_child(PlainError (*f)(const void*) noexcept, const void* context) {
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kSpawn, "pipe of a trial");
  const UniqueFd source(ends[0]);
  UniqueFd sink(ends[1]);
  const pid_t child = ::_Fork();
  throw_error_if(child < 0, Step::kSpawn, "fork of a trial");
  if (child == 0) {
    take_children_back();
    report_and_end(sink.get(), f(context));
  }
  sink.reset();
  PlainError result;
  ssize_t size = -1;
  while ((size = ::read(source.get(), &result, sizeof result)) < 0 && errno == EINTR) {
  }
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (size != sizeof result) throw Error(Step::kSpawn, "a trial, which ended without a result", EPROTO);
  return result;
}

}  // namespace netlair::detail
