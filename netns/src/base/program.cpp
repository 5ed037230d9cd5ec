// SPDX-License-Identifier: Apache-2.0
#include "base/program.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/patience.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <array>
#include <cerrno>
#include <chrono>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// The changes to what the child inherits: its standard descriptors, its signals.
class SpawnSettings {
 public:
  SpawnSettings(const UniqueFd& input, const UniqueFd& output, const UniqueFd& errors) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_adddup2(&actions_, input.get(), STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, output.get(), STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, errors.get(), STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    sigset_t signals;
    ::sigemptyset(&signals);
    ::posix_spawnattr_setsigmask(&attributes_, &signals);
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes_, &signals);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  pid_t start(const std::vector<std::string>& argv) const {
    std::vector<char*> arguments;
    for (const auto& each : argv) arguments.push_back(const_cast<char*>(each.c_str()));  // NOLINT(*-const-cast)
    arguments.push_back(nullptr);
    pid_t pid = -1;
    const int error_number = ::posix_spawn(&pid, argv[0].c_str(), &actions_, &attributes_, arguments.data(), environ);
    if (error_number != 0) throw Error(Step::kSpawn, "'" + argv[0] + "'", error_number);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// A memory file with `text`, positioned at its start.
UniqueFd file_with(std::string_view text) {
  UniqueFd file(::memfd_create("netlair", MFD_CLOEXEC));
  throw_error_if(!file, Step::kSpawn, "memfd_create");
  for (std::string_view left = text; !left.empty();) {
    const ssize_t size = ::write(file.get(), left.data(), left.size());
    throw_error_if(size < 0, Step::kSpawn, "a file for a program");
    left.remove_prefix(static_cast<std::size_t>(size));
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

// False if SIGCHLD is ignored and the child has ended: then another process may have its PID.
bool is_our_child(pid_t pid) {
  siginfo_t ignored{};
  return ::waitid(P_PID, static_cast<id_t>(pid), &ignored, WEXITED | WNOHANG | WNOWAIT) == 0;
}

std::string text_of(const UniqueFd& file) {
  std::string text(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)), '\0');
  const ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
  throw_error_if(size < 0, Step::kWait, "the output of a program");
  return text.substr(0, static_cast<std::size_t>(size));
}

// Reads as much as is available.
void read_some(const UniqueFd& source, std::string& text) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t size = ::read(source.get(), buffer.data(), buffer.size());
    if (size > 0) text.append(buffer.data(), static_cast<std::size_t>(size));
    if (size == 0 || (size < 0 && errno != EINTR)) return;
  }
}

// Empty if the process has ended and has been reaped, because SIGCHLD is ignored.
UniqueFd pidfd_of(pid_t pid) {
  UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));  // Linux 5.3
  throw_error_if(!pidfd && errno != ESRCH, Step::kSpawn, "pidfd_open");
  return pidfd;
}

// Reads what the process writes until it ends. It does not wait until the other end of the pipe is closed, since a
// child that another thread forked meanwhile may keep that end open. Returns false at the time limit.
bool read_until_it_ends(const UniqueFd& source, const UniqueFd& pidfd, std::string& text) {
  const auto deadline = deadline_in(patience());
  std::array<pollfd, 2> wanted{pollfd{source.get(), POLLIN, 0}, pollfd{pidfd.get(), POLLIN, 0}};
  for (bool has_ended = !pidfd;;) {
    read_some(source, text);
    if (has_ended) return true;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    if (::poll(wanted.data(), wanted.size(), static_cast<int>(left.count())) <= 0) continue;
    if (wanted[0].revents == POLLHUP) wanted[0].fd = -1;
    has_ended = wanted[1].revents != 0;
  }
}

}  // namespace

Finished run_program(const std::vector<std::string>& argv, std::string_view input) {
  // Opened in the order of their numbers in the child: if this program has no standard descriptors, these files get
  // those numbers, and dup2(2) overwrites none of them before it has been copied.
  const UniqueFd in = file_with(input);
  const UniqueFd out = file_with({});
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kSpawn, "pipe of a program");
  const UniqueFd source(ends[0]);
  ::fcntl(source.get(), F_SETFL, O_NONBLOCK);
  UniqueFd sink(ends[1]);
  const pid_t pid = SpawnSettings(in, out, sink).start(argv);
  sink.reset();
  Finished result{};
  const bool ended = read_until_it_ends(source, pidfd_of(pid), result.errors);
  if (!ended && is_our_child(pid)) ::kill(pid, SIGKILL);
  while (::waitpid(pid, &result.status, 0) < 0) throw_error_if(errno != EINTR, Step::kWait, "'" + argv[0] + "'");
  if (!ended) throw Error(Step::kWait, "'" + argv[0] + "', which was killed", ETIMEDOUT, "it said: " + result.errors);
  result.output = text_of(out);
  return result;
}

}  // namespace netlair::detail
