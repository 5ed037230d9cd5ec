// SPDX-License-Identifier: Apache-2.0
// One simulated machine: a network namespace with its loopback up, the files that tell of it, a host name, and the
// programs that run in it.
//
// /sys shows its interfaces; /run, /etc/hosts and /etc/resolv.conf are its own, and gone with it. All other files are
// those of the machine. Where mounting is not allowed (some containers' AppArmor profiles), and in a program that has
// changed its root (chroot(2)), it has the machine's files.
//
// When it is destroyed its programs are stopped, the last one first, and whatever else runs in the namespace is ended:
// daemons, and children that the test started on its own; then links that lead out of it, such as a veth whose other
// end is in another namespace, are gone on both sides, where netlair, or a program or thread, may have made one. A
// forked child's copy of it ends nothing. run(), async() and spawn() may be called from any thread; processes() and
// stop() while none of them starts a program.
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
  /// A fresh machine of that name, which is its host name too (gethostname(2)): 1 to 64 letters, digits, "-" and ".".
  /// Throws Error at kCheckValue, kUnshare (EPERM, ENOSPC: see NetNs::create()), kMount, kOpen, kNetlink or kJoin.
  explicit Host(std::string name = "host", const HostOptions& options = {});
  /// A fresh machine around the calling thread, which is inside from now on. After an exception that thread is of no
  /// use any more: it may be half inside. Throws Error like Host().
  static std::unique_ptr<Host> make_around_this_thread(std::string name = "host", const HostOptions& options = {});
  /// For a test that is skipped, whose members refer to its hosts all the same: one of which every use throws
  /// std::logic_error.
  static std::unique_ptr<Host> not_made(std::string name);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host();

  const std::string& name() const noexcept { return name_; }
  /// Throws std::logic_error for a host that is not there, see not_made().
  const NetNs& ns() const;
  /// What is in its network, and changes to it; errors call it by the host's name. Throws Error like Network().
  Network network() const { return {ns(), name_}; }

  /// Are /etc/hosts and /etc/resolv.conf its own? False where mounting is not allowed.
  bool has_own_files() const;
  /// Its own /etc/hosts, to which names can be added.
  HostsFile hosts() const { return HostsFile(*this); }
  /// Its own /etc/resolv.conf: who is asked for other names.
  ResolverFile resolver() const { return ResolverFile(*this); }

  /// Moves the calling thread inside, for good. Throws Error at kSetns.
  void enter() const;

  /// Calls `f` inside, on this thread, and returns what it returns; the thread is back where it was when this returns
  /// or throws, see ScopedHost.
  template <std::invocable F>
  decltype(auto) run(F&& f) const {
    const ScopedHost inside(*this);
    return std::invoke(std::forward<F>(f));
  }

  /// Runs a program inside to its end, see Process, and returns what it has written. Throws Error at kSpawn when it
  /// cannot be started; at kRun, with its status and what it has written, when it does not succeed, or still runs when
  /// the time is over: then it is stopped. What it leaves running is the host's.
  CommandOutput run(std::vector<std::string> argv, SpawnOptions options = {},
                    std::chrono::milliseconds within = patience(), SourceLocation where = SourceLocation::current());

  /// Calls `f` inside, on a thread of its own. Keep what it returns: it waits for the end when it is destroyed. Throws
  /// Error at kJoin.
  template <class F>
  Task<std::invoke_result_t<F&>> async(F f) const {
    return Task<std::invoke_result_t<F&>>([this, f = std::move(f)]() mutable -> decltype(auto) {
      enter();
      return std::invoke(f);
    });
  }

  /// Starts a program inside, see Process. The reference is good for the host's life.
  Process& spawn(std::vector<std::string> argv, SpawnOptions options = {},
                 SourceLocation where = SourceLocation::current());

  const std::vector<std::unique_ptr<Process>>& processes() const noexcept { return processes_; }

  /// Something that went wrong, and the line of the test that it is about, if there is one.
  struct Problem {
    std::string what;
    SourceLocation where = {};
  };
  /// Its programs that have ended by themselves by now, which stop() would tell as well; each once.
  std::vector<Problem> take_unasked_ends();
  struct Remains {
    std::vector<Problem> problems;
    /// What others than its programs had left: "process 123 'sleep 60', ended now", "mount /mnt (tmpfs)".
    std::vector<std::string> left;
    /// Of all processes that were ended, but its programs: children of this one are yet to be waited for.
    std::vector<pid_t> ended;
  };
  /// Ends everything that runs inside, its programs one after the other, the last one first. When those that have been
  /// asked to end take more than two seconds, all others are asked as well: the graces of many are not added up. What
  /// cannot be done does not keep it from the rest; it is a problem, and so are programs that had ended by themselves,
  /// see Process::take_remarks(). For `longest_grace` see Process::stop().
  Remains stop(std::chrono::milliseconds longest_grace = std::chrono::milliseconds::max()) noexcept;
  /// The same, for one that is destroyed next: that does not look again.
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
  std::mutex programs_;                            // what follows is theirs
  std::shared_ptr<detail::StreamsReader> reader_;  // of its programs' output; there from the first one on
  std::vector<std::unique_ptr<Process>> processes_;
  detail::ProcessStamp owner_ = detail::ProcessStamp::of_this_process();
  bool is_over_ = false;
  bool had_processes_ = false;
  unsigned requests_across_ = detail::requests_across();   // by then
  std::unique_ptr<const detail::TaskMark> nobody_inside_;  // nothing could be inside by then
  std::unique_ptr<detail::KeptHost> kept_;
};

/// "host 'client'"
std::ostream& operator<<(std::ostream& out, const Host& host);

}  // namespace netlair
