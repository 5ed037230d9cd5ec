// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/keeper.hpp>
#include <netlair/harness/keeper_name.hpp>
#include <netlair/netns/blocked_signals.hpp>
#include <netlair/netns/name_keeper.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include "base/pidfd.hpp"
#include "keeper/keeper_memory.hpp"
#include "keeper/keeper_process.hpp"
#include "keeper/proc_entry.hpp"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <exception>
#include <iostream>
#include <mutex>
#include <new>
#include <string>
#include <utility>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

struct Keeper {
  std::mutex mutex;    // protects `tried`
  ProcessStamp tried;  // the process that has tried to start one
  std::atomic<KeeperMemory*> memory = nullptr;
};
Keeper& keeper() noexcept {
  static constinit Keeper of_this_process;
  return of_this_process;
}

// A forked child has no keeper, and may find the lock taken. It leaves its parent's memory alone.
void begin_again_in_child() noexcept {
  new (&keeper()) Keeper;
}
[[maybe_unused]] const int kWatching = ::pthread_atfork(nullptr, nullptr, begin_again_in_child);

UniqueFd open_if_elsewhere(const char* kind) {
  const std::string here = std::string("/proc/thread-self/ns/") + kind;
  const std::string home = std::string("/proc/self/ns/") + kind;
  UniqueFd fd(::open(home.c_str(), O_RDONLY | O_CLOEXEC));
  const UniqueFd own(::open(here.c_str(), O_RDONLY | O_CLOEXEC));
  return id_of_file(fd.get()) == id_of_file(own.get()) ? UniqueFd() : std::move(fd);
}

// Sets apart the processes that the calling thread, and threads that it starts later, will start: they get a time
// namespace of their own, and so do their descendants. Its clocks are the machine's. A process leaves it only on
// purpose, time_namespaces(7): not by a new session, network, mount or user namespace, user or environment. Returns
// false before Linux 5.6, or without the privilege.
bool set_descendants_apart() noexcept {
  const auto are_apart = [] {
    return id_of_file("/proc/thread-self/ns/time_for_children") != id_of_file("/proc/thread-self/ns/time");
  };
  return are_apart() || (::syscall(SYS_unshare, CLONE_NEWTIME) == 0 && are_apart());
}

// If this process has made itself the reaper of orphans below it (PR_SET_CHILD_SUBREAPER), suspends that, so that the
// keeper does not become its child.
class [[nodiscard]] ScopedNoSubreaper {
 public:
  ScopedNoSubreaper() noexcept {
    if (::prctl(PR_GET_CHILD_SUBREAPER, &was_) == 0 && was_ != 0) ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  }
  ScopedNoSubreaper(const ScopedNoSubreaper&) = delete;
  ScopedNoSubreaper& operator=(const ScopedNoSubreaper&) = delete;
  ~ScopedNoSubreaper() {
    if (was_ != 0) ::prctl(PR_SET_CHILD_SUBREAPER, was_);
  }

 private:
  int was_ = 0;
};

// Forks via a child that ends at once: so the keeper becomes a child of init, and no waitpid(2) of this program finds
// it.
void fork_keeper(KeeperMemory& memory, UniqueFd program, const Home& home) noexcept {
  const ScopedBlockedSignals blocked_signals;
  const ScopedNoSubreaper no_subreaper;
  const pid_t between = ::fork();
  if (between == 0) {
    ::prctl(PR_SET_NAME, kKeeperName);  // the keeper inherits the name, so it has it from the start
    if (::fork() == 0) run_keeper(memory, std::move(program), home);
    ::_exit(0);
  }
  while (between > 0 && ::waitpid(between, nullptr, 0) < 0 && errno == EINTR) {
  }
}

int keep_name(const NameOfNs& name) {
  start_keeper();
  KeeperMemory* const memory = keeper().memory;
  return memory != nullptr ? memory->add_name(name) : -1;
}
void release_name(int number) {
  if (KeeperMemory* const memory = keeper().memory) memory->remove_name(number);
}

// No lock is held during fork(2): a handler of pthread_atfork(3) may wait for a thread that waits for that lock.
bool is_first_to_try() {
  const std::lock_guard lock(keeper().mutex);
  if (keeper().tried.is_of_this_process()) return false;
  keeper().tried = ProcessStamp::of_this_process();
  return true;
}

// A keeper ends only after its program, unless somebody kills it. Its zombie counts as well, which stays if the first
// process of a container reaps nothing.
bool has_ended(pid_t pid) {
  const UniqueFd pidfd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  return pidfd ? ends_within(pidfd, std::chrono::milliseconds(0)) : errno == ESRCH;
}

void fork_keeper_here(KeeperMemory& memory, UniqueFd program) {
  memory.are_descendants_apart = set_descendants_apart();
  fork_keeper(memory, std::move(program),
              {open_if_elsewhere("net"), open_if_elsewhere("uts"), open_if_elsewhere("mnt")});
}

UniqueFd open_this_process() {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0)));
}

// Takes the dead keeper's PID out of the memory first, so that only one thread replaces it.
void replace_dead_keeper(KeeperMemory& memory) {
  pid_t pid = memory.keeper;
  if (pid <= 0 || !has_ended(pid)) return;
  UniqueFd program = open_this_process();
  if (!program || !memory.keeper.compare_exchange_strong(pid, 0)) return;
  std::cerr << "netlair: the keeper of this program, process " << pid
            << ", was killed; if the program had crashed before now, its servers would have stayed. "
               "Another keeper takes its place."
            << std::endl;
  fork_keeper_here(memory, std::move(program));
}

[[maybe_unused]] const bool kIsRegistered = [] {
  name_keeper() = {keep_name, release_name};
  return true;
}();

}  // namespace

void start_keeper() noexcept try {
  if (KeeperMemory* const used = keeper().memory; used != nullptr) return replace_dead_keeper(*used);
  if (!is_first_to_try()) return;
  UniqueFd program = open_this_process();
  KeeperMemory* const memory = program ? KeeperMemory::make() : nullptr;
  if (memory == nullptr) return;
  static_cast<void>(mark_of_this_program());  // made at first use: the keeper has to inherit it
  keeper().memory = memory;                   // from now on other threads record hosts and names in it
  fork_keeper_here(*memory, std::move(program));
} catch (const std::exception&) {  // out of memory
}

pid_t keeper_of_this_process() noexcept {
  const KeeperMemory* const memory = keeper().memory;
  return memory != nullptr ? memory->keeper.load() : -1;
}

KeptHost::KeptHost(const NetNsId& net, std::uint64_t cookie) noexcept {
  if (KeeperMemory* const memory = keeper().memory) slot_ = memory->add_host(net, cookie);
}

KeptHost::~KeptHost() {
  if (slot_ < 0 || !owner_.is_of_this_process()) return;
  if (KeeperMemory* const memory = keeper().memory) memory->remove_host(slot_);
}

}  // namespace netlair::detail
