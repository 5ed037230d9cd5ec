// SPDX-License-Identifier: Apache-2.0
#include "support/trial.hpp"

#include <netlair/netns/unique_fd.hpp>

#include <algorithm>
#include <array>
#include <cerrno>

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// What a probe starts in turn, it has to be able to wait for, whatever the program does about its own children.
void take_children_back() noexcept {
  ::signal(SIGCHLD, SIG_DFL);
  ::signal(SIGPIPE, SIG_DFL);
}

[[noreturn]] void report_and_end(int sink, const Failure& failure) noexcept {
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

Failure failure_at(Step step, const char* object) noexcept {
  return {.step = step, .object = object, .error_number = errno};
}

void set_text(Failure& failure, std::string_view text) noexcept {
  const std::size_t size = std::min(text.size(), failure.text.size() - 1);
  std::copy_n(text.begin(), size, failure.text.begin());
  failure.text[size] = '\0';
}

Failure in_thrown_away_child(Failure (*f)(const void*) noexcept, const void* context) {
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kSpawn, "pipe of a probe");
  const UniqueFd source(ends[0]);
  UniqueFd sink(ends[1]);
  const pid_t child = ::_Fork();
  throw_error_if(child < 0, Step::kSpawn, "fork of a probe");
  if (child == 0) {
    take_children_back();
    report_and_end(sink.get(), f(context));
  }
  sink.reset();
  Failure result;
  ssize_t size = -1;
  while ((size = ::read(source.get(), &result, sizeof result)) < 0 && errno == EINTR) {
  }
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (size != sizeof result) throw Error(Step::kSpawn, "a probe, which ended without a result", EPROTO);
  return result;
}

}  // namespace netlair::detail
