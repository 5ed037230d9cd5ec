// SPDX-License-Identifier: Apache-2.0
// A program that netlair started. The destructor stops it: SIGTERM, a grace, SIGKILL.
//
// When it is stopped, a program is reported if it ended by itself without the test having waited for it, queried its
// status or sent it a signal, or if SIGTERM did not end it: see take_remarks().
//
// The program is identified by a pidfd (pidfd_open(2)), so that no signal reaches another process that was given the
// same PID. One thread at a time may use an object, const or not; different objects are independent. A forked child's
// copy of the object stops nothing.
#pragma once

#include <netlair/harness/exit_status.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/harness/written_bytes.hpp>
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
  /// Starts argv[0] with exactly these arguments (no shell) in `ns`, and waits until the program is ready. A name
  /// without "/" is looked up in PATH, then in /usr/local/sbin, /usr/sbin and /sbin, which ordinary users' PATH lacks.
  /// The program gets what the options say, no other descriptor of this program, an empty signal mask and default
  /// signal actions. Throws Error at kSpawn (then nothing has run), or at kReady with the program's status and the end
  /// of its output.
  Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options = {},
          SourceLocation where = SourceLocation::current());
  /// The same, but the thread that reads the output is shared with other programs.
  Process(const NetNs& ns, std::vector<std::string> argv, SpawnOptions options, SourceLocation where,
          std::shared_ptr<detail::StreamsReader> reader);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  pid_t pid() const noexcept { return pid_; }
  const std::vector<std::string>& argv() const noexcept { return argv_; }

  /// Waits until the program ends, for at most a day. Throws Error at kWait: ETIMEDOUT, with the end of the output;
  /// ECHILD if other code in this program has reaped the process.
  ExitStatus wait(std::chrono::milliseconds timeout = patience(),
                  SourceLocation where = SourceLocation::current()) const;
  /// Like wait(), but returns empty if the program still runs after `timeout`. Throws Error at kWait, ECHILD.
  std::optional<ExitStatus> wait_for(std::chrono::milliseconds timeout) const;
  /// Like wait_for(), but does not count as a query of the test: if the program has ended by itself, that remains a
  /// failure, see take_remarks().
  std::optional<ExitStatus> look_for(std::chrono::milliseconds timeout) const;
  /// Empty while the program runs. Throws Error at kWait, ECHILD, like wait().
  std::optional<ExitStatus> status() const { return wait_for(std::chrono::milliseconds(0)); }
  /// Sends a signal. Throws Error at kSignal: ESRCH if the program has ended.
  void signal(int number, SourceLocation where = SourceLocation::current());
  /// Sends SIGTERM, if the program runs and was not asked to end before. The grace counts from now on. Lets several
  /// programs end at the same time.
  void ask_to_end();
  /// Ends the program if it runs: ask_to_end(), then the grace, but at most `longest_grace`, then SIGKILL. Returns
  /// empty if other code has reaped the process. Throws Error at kWait if the process does not die.
  std::optional<ExitStatus> stop(std::chrono::milliseconds longest_grace = std::chrono::milliseconds::max());

  std::chrono::milliseconds grace() const noexcept { return grace_; }
  /// The line that spawned the program.
  SourceLocation where() const noexcept { return where_; }
  struct Remarks {
    std::string failure;  ///< the program ended by itself unexpectedly, or its output file lacks something; else empty
    std::string remark;   ///< it was killed because SIGTERM did not end it within its grace; else empty
  };
  /// Call this after the program has been stopped. The second call returns no remarks. If the program got ready and
  /// ended with status 0 while another process is still in `ns`, it has put itself into the background: that is no
  /// failure.
  Remarks take_remarks(const NetNs* ns = nullptr);

  /// The failure that take_remarks() would return, if the program has ended by now; returned once. For a program that
  /// still runs, nothing is recorded.
  std::string take_unexpected_end(const NetNs& ns);

  /// All that the program, and the programs that it started, have written to standard output and standard error, in
  /// order. Can be read while the program runs. Of more than 2 MiB, only the beginning and the end are kept, with the
  /// number of bytes between them.
  std::string output() const;
  /// What the program has written to standard error, if SpawnOptions::errors_apart keeps that out of output().
  std::string errors() const;
  /// How many bytes the program has written by now.
  WrittenBytes written() const;
  /// The last `lines` lines of what the program has written after `since`, at most 64 KiB, indented, for an error
  /// message.
  std::string output_tail(int lines, const WrittenBytes& since) const;
  std::string output_tail(int lines = 20) const { return output_tail(lines, {}); }
  /// Have the program, and all programs that it has left behind, closed its standard output (and standard error, if
  /// that is apart)?
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
  // Mutable because the kernel reports an exit only once: it is stored at the first query, which changes nothing
  // visible.
  mutable std::optional<ExitStatus> status_;
  mutable bool reaped_elsewhere_ = false;
  bool was_killed_ = false;
  detail::ProcessStamp owner_ = detail::ProcessStamp::of_this_process();
  SourceLocation where_;
  bool was_to_get_ready_;
  mutable bool end_is_known_;  // the test knows of the end, or expected it
};

/// "'nginx -c x' (pid 123)"
std::ostream& operator<<(std::ostream& out, const Process& process);

}  // namespace netlair
