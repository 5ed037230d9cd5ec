// SPDX-License-Identifier: Apache-2.0
#include "keeper/keeper_process.hpp"

#include <netlair/harness/keeper_name.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/name_keeper.hpp>

#include "base/network_cookie.hpp"
#include "base/pidfd.hpp"
#include "keeper/proc_entry.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <exception>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::chrono::seconds kDeathWithin(60);
constexpr std::chrono::milliseconds kLookAgain(1);
constexpr std::chrono::milliseconds kLookRarely(100);

// The hosts that the program has not ended itself: network inode to cookie.
using Hosts = std::multimap<std::uint64_t, std::uint64_t>;

Hosts hosts_in(const KeeperMemory& memory) {
  Hosts hosts;
  for (const auto& each : memory.hosts)
    if (const auto inode = each.inode.load(); inode != 0) hosts.emplace(inode, each.cookie.load());
  return hosts;
}

// Returns 0 if the network cannot be entered, or if the kernel has no cookies. Stays inside only for a moment: another
// process may be waiting until the network is empty.
std::uint64_t cookie_of(int net) noexcept {
  const UniqueFd home(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!home || ::syscall(SYS_setns, net, CLONE_NEWNET) != 0) return 0;
  const std::uint64_t cookie = network_cookie(UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)));
  ::syscall(SYS_setns, home.get(), CLONE_NEWNET);
  return cookie;
}

bool is_inside_host_of(const Hosts& hosts, const ProcEntry& process) {
  const UniqueFd net(::openat(process.directory.get(), "ns/net", O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!net || ::fstat(net.get(), &status) != 0 || !hosts.contains(status.st_ino)) return false;
  const std::uint64_t cookie = cookie_of(net.get());
  const auto [begin, end] = hosts.equal_range(status.st_ino);
  return cookie != 0 && std::any_of(begin, end, [&](const auto& each) { return each.second == cookie; });
}

bool was_started_in_host_of(const Hosts& hosts, const ProcEntry& process) {
  const auto inodes = inodes_in_mark(process);
  return std::any_of(inodes.begin(), inodes.end(), [&](std::uint64_t each) { return hosts.contains(each); });
}

// What identifies the processes that the program has left.
struct Left {
  Hosts hosts;
  FileId time;  // the time namespace of its descendants, which this keeper is one of; {0, 0}: they have none
};

Left left_by_program(const KeeperMemory& memory) {
  return {hosts_in(memory), memory.are_descendants_apart ? id_of_file("/proc/self/ns/time") : FileId()};
}

bool is_descendant(const Left& left, const ProcEntry& process) {
  struct stat status {};
  return left.time != FileId() && ::fstatat(process.directory.get(), "ns/time", &status, 0) == 0 &&
         left.time == FileId{status.st_dev, status.st_ino};
}

// Returns false also if that cannot be determined: the next look may tell.
bool is_left(const Left& left, const ProcEntry& process) try {
  return process.directory && is_running(process) &&
         (is_descendant(left, process) || is_inside_host_of(left.hosts, process) ||
          was_started_in_host_of(left.hosts, process));
} catch (const Error&) {
  return false;
}

std::vector<ProcEntry> find(const Left& left) {
  std::vector<ProcEntry> found;
  const std::string self = fs::read_symlink("/proc/self");
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos || name == self) continue;
    ProcEntry process{name, UniqueFd(::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))};
    if (is_left(left, process)) found.push_back(std::move(process));
  }
  return found;
}

// Repeats until no process is left: one may fork during the search. Spares other programs' keepers: they have work to
// do, and end afterwards.
void end_programs(const Left& left) {
  auto pause = kLookAgain;
  const auto deadline = steady_clock::now() + kDeathWithin;
  for (; steady_clock::now() < deadline; pause = std::min(pause * 2, kLookRarely)) {
    const auto found = find(left);
    if (found.empty()) return;
    for (const auto& each : found)
      if (name_of(each) != kKeeperName) send_signal(each.directory, SIGKILL);
    std::this_thread::sleep_for(pause);
  }
}

template <class Function>
void try_to(const Function& f) noexcept {
  try {
    f();
  } catch (const std::exception&) {  // there is no program left to report to
  }
}

// The name may be gone already while its directory still exists, see OwnedName.
void remove_names(const KeeperMemory& memory) {
  for (const auto& each : memory.names) {
    if (each.state.load() != KeeperMemory::NameSlot::kSet) continue;
    try_to([&] { remove_name({PersistDir(each.dir.data()), each.entry.data(), each.id, each.file}); });
    try_to([&] { static_cast<void>(PersistDir(each.dir.data()).undo_init()); });
  }
}

void close_all(unsigned first, unsigned last) noexcept {
  if (first > last || ::close_range(first, last, 0) == 0) return;  // Linux 5.9
  const auto limit = static_cast<unsigned>(std::clamp(::sysconf(_SC_OPEN_MAX), 0L, 65536L));
  for (unsigned fd = first; fd <= last && fd < limit; ++fd) ::close(static_cast<int>(fd));
}

// The standard streams become /dev/null: a reader of the program's output waits for the program to end, not for the
// keeper.
UniqueFd hold_nothing_but(UniqueFd program) noexcept {
  constexpr int kStandard = 3;
  UniqueFd kept(::fcntl(program.get(), F_DUPFD_CLOEXEC, kStandard));
  if (!kept) return program;
  static_cast<void>(program.release());
  const int null = ::open("/dev/null", O_RDWR);
  for (int fd = 0; fd < kStandard; ++fd) static_cast<void>(null >= 0 ? ::dup2(null, fd) : ::close(fd));
  const auto number = static_cast<unsigned>(kept.get());
  close_all(kStandard, number - 1);
  close_all(number + 1, ~0U);
  return kept;
}

void go_home(const Home& home) noexcept {
  const auto enter = [](const UniqueFd& fd, int kind) {
    if (fd) ::syscall(SYS_setns, fd.get(), kind);
  };
  enter(home.names, CLONE_NEWUTS);
  enter(home.net, CLONE_NEWNET);
  enter(home.mounts, CLONE_NEWNS);
}

bool has_ended(const UniqueFd& program) noexcept {
  pollfd ended{program.get(), POLLIN, 0};
  int count = 0;
  while ((count = ::poll(&ended, 1, -1)) < 0 && errno == EINTR) {
  }
  return count > 0;
}

}  // namespace

void run_keeper(KeeperMemory& memory, UniqueFd program, const Home& home) noexcept {
  memory.keeper = ::getpid();
  ::setsid();
  go_home(home);
  [[maybe_unused]] const int in_root = ::chdir("/");
  program = hold_nothing_but(std::move(program));
  if (has_ended(program)) {
    try_to([&] { end_programs(left_by_program(memory)); });
    try_to([&] { remove_names(memory); });
  }
  ::_exit(0);
}

}  // namespace netlair::detail
