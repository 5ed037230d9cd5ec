// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/process.hpp>
#include <netlair/harness/test_framework.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>

#include "inhabitants.hpp"
#include "launch.hpp"
#include "pidfd.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <iostream>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kDeathWithin(60'000);
constexpr milliseconds kAskAgain(2);  // between two looks at a condition that no event announces

std::string text_of(const std::vector<std::string>& argv) {
  std::string text;
  for (const auto& argument : argv) text += (text.empty() ? "" : " ") + argument;
  return "'" + text + "'";
}

std::string after(milliseconds time) {
  const bool whole = time.count() >= 1000 && time.count() % 1000 == 0;
  return " after " + (whole ? std::to_string(time.count() / 1000) + " s" : std::to_string(time.count()) + " ms");
}

UniqueFd new_output_file() {
  UniqueFd fd(::memfd_create("netlair-output", MFD_CLOEXEC));
  throw_error_if(!fd, Step::kSpawn, "memfd_create");
  ::fcntl(fd.get(), F_SETFL, O_APPEND);  // standard output and error are one open file, and a program may reopen it
  return fd;
}

}  // namespace

Process::Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options, SourceLocation where)
    : argv_(std::move(argv)),
      grace_(options.grace),
      output_(new_output_file()),
      owner_(::getpid()),
      where_(where),
      was_to_get_ready_(options.ready.holds != nullptr),
      end_is_known_(options.may_end) {
  detail::located(where, [&] {
    if (argv_.empty()) throw Error(Step::kSpawn, "a program", EINVAL, "the argument vector is empty");
    start(ns, options);
  });
}

void Process::start(const NetNs& ns, SpawnOptions& options) {
  if (options.ready.false_before && options.ready.holds(ns))
    throw Error(Step::kReady, text_of(argv_), EADDRINUSE, "something is " + options.ready.what + " already");
  auto launched = ns.run([&] {
    return detail::launch({argv_, std::move(options.environment), std::move(options.directory), output_.get()});
  });
  pid_ = launched.pid;
  pidfd_ = std::move(launched.pidfd);
  try {
    wait_until_ready(ns, options.ready, options.ready_within);
  } catch (...) {
    stop();
    throw;
  }
}

Process::~Process() {
  if (owner_ != ::getpid()) return;
  try {
    stop();
    const Remarks remarks = take_remarks();
    if (!remarks.failure.empty()) detail::report_problem(remarks.failure, where_);
    if (!remarks.remark.empty()) std::cout << "netlair: " << remarks.remark << std::endl;
  } catch (const std::exception& error) {
    detail::report_problem(std::string("left behind: ") + error.what(), where_);
  }
}

void Process::wait_until_ready(const NetNs& ns, const Ready& ready, milliseconds within) {
  if (!ready.holds) return;
  const auto deadline = Clock::now() + within;
  while (!ready.holds(ns)) {
    if (has_ended_within(kAskAgain)) {
      // A program that puts itself into the background ends with status 0, and is ready then or a little later.
      end_is_known_ = true;
      if (ready.holds(ns)) return;
      if (!ended(milliseconds(0)).success() || !detail::is_inhabited(ns))
        throw Error::in_words(Step::kReady, text_of(argv_), ESRCH,
                              "it " + printed_status() + " and is not " + ready.what, printed());
      std::this_thread::sleep_for(kAskAgain);
    }
    if (Clock::now() >= deadline)
      throw Error::in_words(Step::kReady, text_of(argv_), ETIMEDOUT, "it is not " + ready.what + after(within),
                            printed());
  }
}

std::string Process::printed_status() const {
  std::ostringstream text;
  text << ended(milliseconds(0));
  return text.str();
}

std::string Process::printed() const {
  return "the end of its output:\n" + output_tail();
}

bool Process::has_ended_within(milliseconds timeout) const {
  if (status_ || reaped_elsewhere_) return true;
  if (!detail::ends_within(pidfd_, timeout)) return false;
  reap();
  return true;
}

void Process::reap() const {
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED) != 0) {
    if (errno == EINTR) continue;
    throw_error_if(errno != ECHILD, Step::kWait, text_of(argv_));
    reaped_elsewhere_ = true;
    return;
  }
  status_ = info.si_code == CLD_EXITED ? ExitStatus::exited(info.si_status) : ExitStatus::signalled(info.si_status);
}

ExitStatus Process::ended(milliseconds timeout) const {
  const bool has_ended = has_ended_within(timeout);
  if (status_) return *status_;
  if (has_ended)
    throw Error(Step::kWait, text_of(argv_), ECHILD,
                "something else in this program has reaped it, or ignores SIGCHLD");
  throw Error::in_words(Step::kWait, text_of(argv_), ETIMEDOUT, "it still runs" + after(timeout), printed());
}

ExitStatus Process::wait(milliseconds timeout, SourceLocation where) const {
  return detail::located(where, [&] {
    const ExitStatus status = ended(timeout);
    end_is_known_ = true;
    return status;
  });
}

std::optional<ExitStatus> Process::wait_for(milliseconds timeout) const {
  if (!has_ended_within(timeout)) return std::nullopt;
  end_is_known_ = true;
  return ended(milliseconds(0));
}

void Process::signal(int number, SourceLocation where) {
  const int error_number = detail::send_signal(pidfd_, number);
  end_is_known_ = true;
  const char* name = ::sigabbrev_np(number);
  if (error_number != 0)
    throw Error(Step::kSignal,
                (name != nullptr ? "SIG" + std::string(name) : std::to_string(number)) + " to " + text_of(argv_),
                error_number, error_number == ESRCH ? "it has ended" : "")
        .at(where);
}

// The condition itself is not asked: what it refers to may have gone with the test. Without a namespace to look in the
// program is given the benefit of the doubt.
bool Process::is_in_the_background(const NetNs* ns) const {
  return status_->success() && was_to_get_ready_ && (ns == nullptr || detail::is_inhabited(*ns));
}

Process::Remarks Process::take_remarks(const NetNs* ns) {
  Remarks remarks;
  if (!std::exchange(end_is_known_, true) && status_ && !is_in_the_background(ns)) {
    std::ostringstream text;
    text << text_of(argv_) << " " << *status_ << " while the test ran, and nobody had asked it to; " << printed()
         << "\nWhere that is meant: wait() for it, or spawn it with .may_end = true.";
    remarks.failure = text.str();
  }
  if (std::exchange(was_killed_, false))
    remarks.remark = text_of(argv_) + " did not end within its grace of SIGTERM," + after(grace_).substr(6) +
                     ", and was killed (SIGKILL)";
  return remarks;
}

std::optional<ExitStatus> Process::stop(milliseconds longest_grace) {
  if (has_ended_within(milliseconds(0))) return status_;
  end_is_known_ = true;
  detail::send_signal(pidfd_, SIGTERM);  // ESRCH: it has just ended
  if (has_ended_within(std::min(grace_, longest_grace))) return status_;
  was_killed_ = true;
  detail::send_signal(pidfd_, SIGKILL);
  if (!has_ended_within(kDeathWithin))
    throw Error(Step::kWait, text_of(argv_) + ", which does not die of SIGKILL", ETIMEDOUT);
  return status_;
}

std::string Process::output() const {
  std::string text;
  std::array<char, 16384> buffer;
  for (;;) {
    const ssize_t size = ::pread(output_.get(), buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

// A program may have written gigabytes.
std::string Process::output_tail(int lines) const {
  constexpr off_t kMost = 65536;
  struct stat status {};
  const off_t size = ::fstat(output_.get(), &status) == 0 ? status.st_size : 0;
  const off_t begin = std::max<off_t>(0, size - kMost);
  std::string end(static_cast<std::size_t>(size - begin), '\0');
  const ssize_t read = ::pread(output_.get(), end.data(), end.size(), begin);
  end.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
  if (begin > 0) end.erase(0, end.find('\n') + 1);  // the rest of a line; nothing, where it is longer than that
  std::vector<std::string> last;
  std::istringstream text(end);
  for (std::string line; std::getline(text, line);) last.push_back("  | " + line);
  const auto skipped = std::max<std::ptrdiff_t>(0, std::ssize(last) - lines);
  std::string tail;
  for (auto each = last.begin() + skipped; each != last.end(); ++each) tail += (tail.empty() ? "" : "\n") + *each;
  return tail.empty() ? "  | (no output)" : tail;
}

std::ostream& operator<<(std::ostream& out, const Process& process) {
  return out << text_of(process.argv()) << " (pid " << process.pid() << ")";
}

}  // namespace netlair
