// SPDX-License-Identifier: Apache-2.0
// A program that netlair started. It is stopped when the object is destroyed: SIGTERM, a grace, SIGKILL.
//
// A program that ends by itself, and that nobody has waited for, asked after or sent a signal, is reported when it is
// stopped, and so is one that SIGTERM did not end: see take_remarks().
//
// It is known by a pidfd (pidfd_open(2)), so that no signal reaches a stranger that was given the same PID. One thread
// at a time may use an object, const or not; different objects are independent. A
// forked child's copy of it stops nothing.
#pragma once

#include <netlair/harness/exit_status.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/harness/written.hpp>
#include <netlair/netns/patience.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/source_location.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace netlair {

class NetNs;

namespace detail {
class ChildStreams;
class StreamsReader;
}  // namespace detail

class Process {
 public:
  /// Starts argv[0] with exactly these arguments (no shell) in `ns`, and waits until it is ready. A name without "/" is
  /// looked up in PATH, then in /usr/local/sbin, /usr/sbin and /sbin, which ordinary users' PATH lacks. It gets
  /// what the options say, no other descriptor of this program, an empty signal mask and default signal actions.
  /// Throws Error at kSpawn (nothing has run then), or at kReady with its status and the end of its output.
  Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options = {},
          SourceLocation where = SourceLocation::current());
  /// The same with a thread for its output that others have, too.
  Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options, SourceLocation where,
          std::shared_ptr<detail::StreamsReader> reader);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  pid_t pid() const noexcept { return pid_; }
  const std::vector<std::string>& argv() const noexcept { return argv_; }

  /// Waits for its end, for a day at most. Throws Error at kWait: ETIMEDOUT, with the end of its output; ECHILD when
  /// somebody else in this program has reaped it.
  ExitStatus wait(std::chrono::milliseconds timeout = patience(),
                  SourceLocation where = SourceLocation::current()) const;
  /// The same, and empty when it still runs then. Throws Error at kWait, ECHILD.
  std::optional<ExitStatus> wait_for(std::chrono::milliseconds timeout) const;
  /// The same, but nobody has asked for its end then: one that ends unasked stays a failure, see take_remarks().
  std::optional<ExitStatus> look_for(std::chrono::milliseconds timeout) const;
  /// Empty while it runs. Throws Error at kWait, ECHILD, like wait().
  std::optional<ExitStatus> status() const { return wait_for(std::chrono::milliseconds(0)); }
  /// Throws Error at kSignal: ESRCH when it has ended.
  void signal(int number, SourceLocation where = SourceLocation::current());
  /// SIGTERM, if it runs and has not been asked before: its grace counts from now on. For several that end at once.
  void ask_to_end();
  /// Ends it if it runs: ask_to_end(), the grace, but `longest_grace` at most, SIGKILL. Empty when somebody else has
  /// reaped it. Throws Error at kWait when it does not die.
  std::optional<ExitStatus> stop(std::chrono::milliseconds longest_grace = std::chrono::milliseconds::max());

  std::chrono::milliseconds grace() const noexcept { return grace_; }
  /// Where it was spawned.
  SourceLocation where() const noexcept { return where_; }
  struct Remarks {
    std::string failure;  ///< it ended by itself, and nobody asked for that; empty otherwise
    std::string remark;   ///< it was killed, because SIGTERM did not end it within its grace; empty otherwise
  };
  /// When it has been stopped. The second time there are none. One that has got ready and ended with status 0 while
  /// somebody is still in `ns` has put itself into the background, and has not ended unasked.
  Remarks take_remarks(const NetNs* ns = nullptr);

  /// What take_remarks() would call a failure, where it has ended by now; once. Of one that runs on nothing is noted.
  std::string take_unasked_end(const NetNs& ns);

  /// All that it, and the programs that it started, have written to standard output and standard error, in order. It
  /// can be read while it runs. Of more than 2 MiB the beginning and the end, and how many bytes were between them.
  std::string output() const;
  /// What it has written to standard error, where SpawnOptions::errors_apart has taken that out of output().
  std::string errors() const;
  /// How much it has written by now.
  Written written() const;
  /// The last `lines` of what it has written `since` then, of 64 KiB at most, indented, for an error message.
  std::string output_tail(int lines, const Written& since) const;
  std::string output_tail(int lines = 20) const { return output_tail(lines, {}); }
  /// Has nobody its standard output open any more, neither it nor a program that it has left behind?
  bool is_output_closed() const;

 private:
  void start(const NetNs& ns, SpawnOptions& options);
  void refuse_what_holds_before(const NetNs& ns, const Ready& ready) const;
  void launch(const NetNs& ns, const SpawnOptions& options);

  void wait_until_ready(const Starting& starting, const Ready& ready, std::chrono::milliseconds within);
  [[noreturn]] void refuse_to_wait(const Starting& starting, const Ready& ready, int error_number,
                                   const std::string& words) const;
  bool has_ended_within(std::chrono::milliseconds timeout) const;
  void reap() const;
  ExitStatus ended(std::chrono::milliseconds timeout) const;
  bool is_in_the_background(const NetNs* ns) const;
  std::string printed() const;

  std::vector<std::string> argv_;
  std::chrono::milliseconds grace_;
  std::optional<std::chrono::steady_clock::time_point> asked_;
  std::shared_ptr<detail::StreamsReader> reader_;
  std::unique_ptr<detail::ChildStreams> streams_;
  pid_t pid_ = -1;
  UniqueFd pidfd_;
  // What the kernel tells once only, to whoever asks first: asking changes nothing that can be seen.
  mutable std::optional<ExitStatus> status_;
  mutable bool reaped_elsewhere_ = false;
  bool was_killed_ = false;
  detail::ProcessStamp owner_ = detail::ProcessStamp::of_this_process();
  SourceLocation where_;
  bool was_to_get_ready_;
  mutable bool end_is_known_;  // to the test, or meant by it
};

/// "'nginx -c x' (pid 123)"
std::ostream& operator<<(std::ostream& out, const Process& process);

}  // namespace netlair
