// SPDX-License-Identifier: Apache-2.0
// One simulated machine: a network namespace whose loopback is up, files that match it, a host name, and the programs
// that run in it.
//
// /sys shows the host's interfaces. /run, /etc/hosts and /etc/resolv.conf are the host's own and are removed with it;
// all other files are the machine's. Where mounting is not allowed (under the AppArmor profiles of some containers),
// and in a program that has changed its root (chroot(2)), a host has the machine's files.
//
// The destructor stops the host's programs, the last one first. Then it ends whatever else runs in the namespace:
// daemons, and children that the test started on its own. Last, it removes links that lead out of the host, such as a
// veth whose peer is in another namespace, on both sides; it looks for them only if netlair, a program or a thread may
// have made one. A forked child's copy of a host ends nothing. Any thread may call run(), async() and spawn(); call
// processes() and stop() only while none of them starts a program.
#pragma once

#include <netlair/harness/command_output.hpp>
#include <netlair/harness/conditions.hpp>
#include <netlair/harness/host_options.hpp>
#include <netlair/harness/hosts_file.hpp>
#include <netlair/harness/process.hpp>
#include <netlair/harness/resolver_file.hpp>
#include <netlair/harness/scoped_host.hpp>
#include <netlair/harness/task.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/patience.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/source_location.hpp>
#include <netlair/network/network.hpp>
#include <netlair/network/request.hpp>

#include <chrono>
#include <concepts>
#include <functional>
#include <iosfwd>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace netlair {

namespace detail {
class HostNamespaces;
class KeptHost;
class StreamsReader;
class TaskMark;
}  // namespace detail

class Host {
 public:
  /// Makes a host. Its name is also its host name (gethostname(2)): 1 to 64 letters, digits, "-" and ".". Throws Error
  /// at kCheckValue, kUnshare (EPERM, ENOSPC: see NetNs::create()), kMount, kOpen, kNetlink or kJoin.
  explicit Host(std::string name = "host", const HostOptions& options = {});
  /// Makes a host around the calling thread, which is inside from then on. After an exception the thread must not be
  /// used any more: it may be half inside. Throws Error like Host().
  static std::unique_ptr<Host> make_around_this_thread(std::string name = "host", const HostOptions& options = {});
  /// For a test that is skipped although its members refer to hosts: a host of which every use throws std::logic_error.
  static std::unique_ptr<Host> not_made(std::string name);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host();

  const std::string& name() const noexcept { return name_; }
  /// Throws std::logic_error for a host from not_made().
  const NetNs& ns() const;
  /// Reads and changes the host's network. Errors name the network after the host. Throws Error like Network().
  Network network() const { return {ns(), name_}; }

  /// Does the host have its own /etc/hosts and /etc/resolv.conf? False where mounting is not allowed.
  bool has_own_files() const;
  /// The host's own /etc/hosts, to which names can be added.
  HostsFile hosts() const { return HostsFile(*this); }
  /// The host's own /etc/resolv.conf: the name servers for other names.
  ResolverFile resolver() const { return ResolverFile(*this); }

  /// Moves the calling thread into the host, permanently. Throws Error at kSetns.
  void enter() const;

  /// Calls `f` inside the host, on this thread, and returns what `f` returns. When run() returns or throws, the thread
  /// is back where it was, see ScopedHost.
  template <std::invocable F>
  decltype(auto) run(F&& f) const {
    const ScopedHost inside(*this);
    return std::invoke(std::forward<F>(f));
  }

  /// Runs a program in the host until it ends, see Process, and returns what it has written. Throws Error at kSpawn if
  /// the program cannot be started; at kRun, with its status and output, if it does not succeed, or if it still runs
  /// after `within` (then it is stopped). Processes that the program leaves running belong to the host.
  CommandOutput run(std::vector<std::string> argv, SpawnOptions options = {},
                    std::chrono::milliseconds within = patience(), SourceLocation where = SourceLocation::current());

  /// Calls `f` inside the host, on a thread of its own. Keep the returned Task: its destructor waits for the thread to
  /// end. Throws Error at kJoin.
  template <class F>
  Task<std::invoke_result_t<F&>> async(F f) const {
    return Task<std::invoke_result_t<F&>>([this, f = std::move(f)]() mutable -> decltype(auto) {
      enter();
      return std::invoke(f);
    });
  }

  /// Starts a program in the host, see Process. The reference is valid as long as the host exists.
  Process& spawn(std::vector<std::string> argv, SpawnOptions options = {},
                 SourceLocation where = SourceLocation::current());

  const std::vector<std::unique_ptr<Process>>& processes() const noexcept { return processes_; }

  /// Something that went wrong, and the line of the test that it concerns, if any.
  struct Problem {
    std::string what;
    SourceLocation where = {};
  };
  /// The host's programs that have ended by themselves by now, each reported once. Otherwise stop() would report them.
  std::vector<Problem> take_unexpected_ends();
  struct Remains {
    std::vector<Problem> problems;
    /// What was left by others than the host's programs: "process 123 'sleep 60', ended now", "mount /mnt (tmpfs)".
    std::vector<std::string> left;
    /// The PIDs of all processes that were ended, except the host's programs. Those that are children of this process
    /// still have to be waited for.
    std::vector<pid_t> ended;
  };
  /// Ends everything that runs in the host: the programs one after the other, the last one first. If programs that got
  /// SIGTERM take more than two seconds to end, the remaining ones get SIGTERM too, so that many graces do not add up.
  /// A failure does not stop the rest; it becomes a problem, as do programs that ended by themselves, see
  /// Process::take_remarks(). For `longest_grace` see Process::stop().
  Remains stop(std::chrono::milliseconds longest_grace = std::chrono::milliseconds::max()) noexcept;
  /// Like stop(), for a host that is destroyed next: the destructor then does not look again.
  Remains stop_for_good() noexcept;

  const detail::HostNamespaces& namespaces() const;

 private:
  friend class HostPool;
  Host(std::string name, std::unique_ptr<detail::HostNamespaces> namespaces);
  std::unique_ptr<Process> start(std::vector<std::string> argv, SpawnOptions options, SourceLocation where);
  Process& keep(std::unique_ptr<Process> program);
  bool may_have_processes() const noexcept;
  void remove_links_across() const noexcept;
  void ask_programs_to_end(std::chrono::milliseconds longest_grace) noexcept;
  void stop_programs(std::vector<Problem>& problems, std::chrono::milliseconds longest_grace);

  std::string name_;
  std::unique_ptr<detail::HostNamespaces> namespaces_;
  std::mutex programs_;                            // protects the next two members
  std::shared_ptr<detail::StreamsReader> reader_;  // reads the programs' output; made for the first program
  std::vector<std::unique_ptr<Process>> processes_;
  detail::ProcessStamp owner_ = detail::ProcessStamp::of_this_process();
  bool is_over_ = false;
  bool had_processes_ = false;
  unsigned requests_across_ = detail::requests_across();  // when the host was made
  std::unique_ptr<const detail::TaskMark> tasks_before_;  // marks a time when nothing could be inside
  std::unique_ptr<detail::KeptHost> kept_;
};

/// "host 'client'"
std::ostream& operator<<(std::ostream& out, const Host& host);

}  // namespace netlair
