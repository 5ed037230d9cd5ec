// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/duration_text.hpp>
#include <netlair/harness/process.hpp>
#include <netlair/harness/test_framework.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/patience.hpp>

#include "base/pidfd.hpp"
#include "keeper/processes_inside.hpp"
#include "launch/command.hpp"
#include "launch/launch.hpp"
#include "launch/live_programs.hpp"
#include "streams/child_streams.hpp"
#include "streams/streams_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <iostream>
#include <sstream>
#include <thread>

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair {
namespace {

using Clock = std::chrono::steady_clock;

using detail::in_one_line;
using detail::in_words;
using std::chrono::milliseconds;

constexpr milliseconds kDeathWithin(60'000);
constexpr milliseconds kAskAgain(2);  // between two checks of a condition, which no event announces

std::string printed_by(const ExitStatus& status) {
  std::ostringstream text;
  text << status;
  return text.str();
}

}  // namespace

Process::Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options, SourceLocation where)
    : Process(ns, std::move(argv), std::move(options), where, std::make_shared<detail::StreamsReader>()) {}

Process::Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options, SourceLocation where,
                 std::shared_ptr<detail::StreamsReader> reader)
    : argv_(std::move(argv)),
      grace_(options.grace),
      reader_(std::move(reader)),
      where_(where),
      was_to_get_ready_(options.ready.holds != nullptr),
      end_is_known_(options.may_end) {
  detail::located(where, [&] {
    if (argv_.empty()) throw Error(Step::kSpawn, "a program", EINVAL, "the argument vector is empty");
    detail::check_texts(argv_, options);
    start(ns, options);
  });
}

void Process::start(const NetNs& ns, SpawnOptions& options) {
  refuse_what_holds_before(ns, options.ready);
  const auto begin = options.ready.begin;
  const Ready ready = begin ? begin(ns, options) : options.ready;
  launch(ns, options);
  try {
    streams_->begin();
    wait_until_ready({ns, this}, ready, options.ready_within);
  } catch (...) {
    stop();
    throw;
  }
}

void Process::refuse_what_holds_before(const NetNs& ns, const Ready& ready) const {
  if (ready.false_before && ready.holds && ready.holds(ns))
    throw Error::in_words(
        Step::kReady, in_one_line(argv_), EADDRINUSE,
        ready.if_before.empty() ? "something is " + ready.what + " already" : ready.if_before,
        ready.if_before.empty() ? "it would be taken for this program" : "it would say nothing of this program");
  for (const Ready& part : ready.parts) refuse_what_holds_before(ns, part);
}

void Process::launch(const NetNs& ns, const SpawnOptions& options) {
  streams_ = std::make_unique<detail::ChildStreams>(options, in_one_line(argv_), reader_);
  auto launched = ns.run([&] {
    return detail::launch(argv_, options, {streams_->its_input(), streams_->its_output(), streams_->its_errors()});
  });
  pid_ = launched.pid;
  pidfd_ = std::move(launched.pidfd);
}

Process::~Process() {
  if (!owner_.is_of_this_process()) return;
  try {
    stop();
    const Remarks remarks = take_remarks();
    if (!remarks.failure.empty()) detail::report_problem(remarks.failure, where_);
    if (!remarks.remark.empty()) std::cout << "netlair: " << remarks.remark << std::endl;
  } catch (const std::exception& error) {
    detail::report_problem(std::string("left behind: ") + error.what(), where_);
  }
}

void Process::wait_until_ready(const Starting& starting, const Ready& ready, milliseconds within) {
  if (!ready.holds) return;
  const auto deadline = detail::deadline_in(within);
  while (!ready.holds(starting)) {
    if (has_ended_within(kAskAgain)) {
      // A program that puts itself into the background ends with status 0, and is ready then or a little later.
      end_is_known_ = true;
      if (ready.holds(starting)) return;
      const ExitStatus status = ended(milliseconds(0));
      if (!status.success() || !detail::has_processes(starting.ns))
        refuse_to_wait(starting, ready, ESRCH, "it " + printed_by(status) + " and is not " + ready.what);
      std::this_thread::sleep_for(kAskAgain);
    }
    if (Clock::now() >= deadline)
      refuse_to_wait(
          starting, ready, ETIMEDOUT,
          (status_ ? "it " + printed_by(*status_) + ", others run in its network, and it is not " : "it is not ") +
              ready.what + " after " + in_words(within));
  }
}

void Process::refuse_to_wait(const Starting& starting, const Ready& ready, int error_number,
                             const std::string& words) const {
  const std::string instead = ready.instead ? ready.instead(starting) + "; " : "";
  throw Error::in_words(Step::kReady, in_one_line(argv_), error_number, words, instead + printed());
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
  detail::ScopedLivePrograms programs;
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd_.get()), &info, WEXITED) != 0) {
    if (errno == EINTR) continue;
    throw_error_if(errno != ECHILD, Step::kWait, in_one_line(argv_));
    programs.pids().erase(pid_);
    reaped_elsewhere_ = true;
    end_is_known_ = true;  // to the code that has reaped it
    if (const auto status = detail::status_of_reaped(pidfd_))
      status_ =
          WIFEXITED(*status) ? ExitStatus::exited(WEXITSTATUS(*status)) : ExitStatus::signalled(WTERMSIG(*status));
    streams_->drain();
    return;
  }
  programs.pids().erase(pid_);
  status_ = info.si_code == CLD_EXITED ? ExitStatus::exited(info.si_status) : ExitStatus::signalled(info.si_status);
  streams_->drain();
}

ExitStatus Process::ended(milliseconds timeout) const {
  const bool has_ended = has_ended_within(timeout);
  if (status_) return *status_;
  if (has_ended)
    throw Error(Step::kWait, in_one_line(argv_), ECHILD,
                "something else in this program has reaped it, or ignores SIGCHLD");
  throw Error::in_words(Step::kWait, in_one_line(argv_), ETIMEDOUT, "it still runs after " + in_words(timeout),
                        printed());
}

ExitStatus Process::wait(milliseconds timeout, SourceLocation where) const {
  return detail::located(where, [&] {
    const ExitStatus status = ended(timeout);
    end_is_known_ = true;
    return status;
  });
}

std::optional<ExitStatus> Process::wait_for(milliseconds timeout) const {
  const auto status = look_for(timeout);
  end_is_known_ = end_is_known_ || status;
  return status;
}

std::optional<ExitStatus> Process::look_for(milliseconds timeout) const {
  if (!has_ended_within(timeout)) return std::nullopt;
  return ended(milliseconds(0));
}

void Process::signal(int number, SourceLocation where) {
  const int error_number = has_ended_within(milliseconds(0)) ? ESRCH : detail::send_signal(pidfd_, number);
  end_is_known_ = end_is_known_ || error_number == 0;
  const char* name = ::sigabbrev_np(number);
  if (error_number != 0)
    throw Error(Step::kSignal,
                (name != nullptr ? "SIG" + std::string(name) : std::to_string(number)) + " to " + in_one_line(argv_),
                error_number, error_number == ESRCH ? "it has ended" : "")
        .at(where);
}

// Does not check the condition itself: objects that it refers to may be gone with the test. Without a namespace to look
// in, the program gets the benefit of the doubt.
bool Process::is_in_the_background(const NetNs* ns) const {
  return status_->success() && was_to_get_ready_ && (ns == nullptr || detail::has_processes(*ns));
}

Process::Remarks Process::take_remarks(const NetNs* ns) {
  Remarks remarks;
  const std::string problem = streams_->take_problem();
  if (!problem.empty()) remarks.failure = "the file of the output of " + in_one_line(argv_) + ": " + problem;
  if (!std::exchange(end_is_known_, true) && status_ && !is_in_the_background(ns)) {
    std::ostringstream text;
    text << in_one_line(argv_) << " " << *status_ << " while the test ran, although nothing had asked it to end; "
         << printed() << "\nWhere that is meant: wait() for it, or spawn it with .may_end = true.";
    remarks.failure += (remarks.failure.empty() ? "" : "\n") + text.str();
  }
  if (std::exchange(was_killed_, false))
    remarks.remark = in_one_line(argv_) + " did not end within its grace of SIGTERM, " + in_words(grace_) +
                     ", and was killed (SIGKILL)";
  return remarks;
}

std::string Process::take_unexpected_end(const NetNs& ns) {
  return has_ended_within(milliseconds(0)) ? take_remarks(&ns).failure : "";
}

void Process::ask_to_end() {
  if (asked_ || has_ended_within(milliseconds(0))) return;
  end_is_known_ = true;
  detail::send_signal(pidfd_, SIGTERM);  // ESRCH: it has just ended
  asked_ = Clock::now();
}

std::optional<ExitStatus> Process::stop(milliseconds longest_grace) {
  ask_to_end();
  const auto has_had = asked_ ? std::chrono::floor<milliseconds>(Clock::now() - *asked_) : milliseconds(0);
  const milliseconds grace = std::max(milliseconds(0), std::min(grace_, longest_grace) - has_had);
  if (has_ended_within(grace)) return status_;
  was_killed_ = true;
  detail::send_signal(pidfd_, SIGKILL);
  if (!has_ended_within(kDeathWithin))
    throw Error(Step::kWait, in_one_line(argv_) + ", which does not die of SIGKILL", ETIMEDOUT);
  return status_;
}

std::string Process::output() const {
  return streams_->output();
}

std::string Process::errors() const {
  return streams_->errors();
}

WrittenBytes Process::written() const {
  return streams_->written();
}

std::string Process::output_tail(int lines, const WrittenBytes& since) const {
  return streams_->tail(lines, since);
}

bool Process::is_output_closed() const {
  return streams_->are_closed();
}

std::ostream& operator<<(std::ostream& out, const Process& process) {
  return out << in_one_line(process.argv()) << " (pid " << process.pid() << ")";
}

}  // namespace netlair
