// SPDX-License-Identifier: Apache-2.0
#include "keeper_process.hpp"

#include <netlair/harness/keeper.hpp>
#include <netlair/netns/name_keeper.hpp>

#include "inhabitant.hpp"
#include "pidfd.hpp"

#include <algorithm>
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
#include <sys/prctl.h>
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

// Those of the program's that it has not ended itself: the networks' inodes, and their cookies.
using Hosts = std::multimap<std::uint64_t, std::uint64_t>;

Hosts hosts_in(const KeeperMemory& memory) {
  Hosts hosts;
  for (const auto& each : memory.hosts)
    if (const auto inode = each.inode.load(); inode != 0) hosts.emplace(inode, each.cookie.load());
  return hosts;
}

// This process is in that network afterwards; 0: it cannot get in, or the kernel has no cookies.
std::uint64_t enter_for_cookie(int net) noexcept {
  constexpr int kNetNsCookie = 71;  // SO_NETNS_COOKIE
  if (::syscall(SYS_setns, net, CLONE_NEWNET) != 0) return 0;
  const UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  std::uint64_t cookie = 0;
  socklen_t size = sizeof cookie;
  return ::getsockopt(socket.get(), SOL_SOCKET, kNetNsCookie, &cookie, &size) == 0 ? cookie : 0;
}

bool is_in_one_of(const Hosts& hosts, const Inhabitant& process) {
  const UniqueFd net(::openat(process.directory.get(), "ns/net", O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!net || ::fstat(net.get(), &status) != 0 || !hosts.contains(status.st_ino)) return false;
  const std::uint64_t cookie = enter_for_cookie(net.get());
  const auto [begin, end] = hosts.equal_range(status.st_ino);
  return cookie != 0 && std::any_of(begin, end, [&](const auto& each) { return each.second == cookie; });
}

bool is_of_one_of(const Hosts& hosts, const Inhabitant& process) {
  const auto inodes = inodes_in_mark(process);
  return std::any_of(inodes.begin(), inodes.end(), [&](std::uint64_t each) { return hosts.contains(each); });
}

std::vector<Inhabitant> find(const Hosts& hosts) {
  std::vector<Inhabitant> found;
  const std::string self = std::to_string(::getpid());
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos || name == self) continue;
    Inhabitant process = open_process(name);
    if (process.directory && is_running(process) && (is_in_one_of(hosts, process) || is_of_one_of(hosts, process)))
      found.push_back(std::move(process));
  }
  return found;
}

// Until there is none: one may fork while we look. The keepers of programs among them have work to do, and end then.
void end_programs(const Hosts& hosts) {
  const auto deadline = steady_clock::now() + kDeathWithin;
  while (!hosts.empty() && steady_clock::now() < deadline) {
    const auto found = find(hosts);
    if (found.empty()) return;
    for (const auto& each : found)
      if (name_of(each) != kKeeperName) send_signal(each.directory, SIGKILL);
    std::this_thread::sleep_for(kLookAgain);
  }
}

void remove_names(const KeeperMemory& memory) {
  for (const auto& each : memory.names) {
    if (each.state.load() != KeeperMemory::NameSlot::kSet) continue;
    try {
      remove_name(PersistDir(each.dir.data()), each.entry.data(), each.id);
    } catch (const std::exception&) {  // nobody is left to be told
    }
  }
}

// Standard streams are /dev/null: whoever reads the program's output waits for its end, and not for ours.
void hold_nothing_but(UniqueFd& program) {
  const int null = ::open("/dev/null", O_RDWR);
  const int kept = ::dup3(program.get(), 3, O_CLOEXEC) == 3 ? 3 : program.get();
  for (int fd = 0; fd < 3; ++fd) ::dup2(null, fd);
  if (kept == 3) ::close_range(4, ~0U, 0);
  static_cast<void>(program.release());
  program = UniqueFd(kept);
}

void go_home(const Home& home) noexcept {
  const auto enter = [](const UniqueFd& fd, int kind) {
    if (fd) ::syscall(SYS_setns, fd.get(), kind);
  };
  enter(home.names, CLONE_NEWUTS);
  enter(home.net, CLONE_NEWNET);
  enter(home.mounts, CLONE_NEWNS);
}

void wait_for_end_of(const UniqueFd& program) noexcept {
  pollfd ended{program.get(), POLLIN, 0};
  while (::poll(&ended, 1, -1) < 1) {
  }
}

}  // namespace

void run_keeper(KeeperMemory& memory, UniqueFd program, const Home& home) noexcept {
  ::prctl(PR_SET_NAME, kKeeperName);
  memory.keeper = ::getpid();
  ::setsid();
  go_home(home);
  [[maybe_unused]] const int in_root = ::chdir("/");
  hold_nothing_but(program);
  wait_for_end_of(program);
  try {
    end_programs(hosts_in(memory));
    remove_names(memory);
  } catch (const std::exception&) {  // no memory; nobody is left to be told
  }
  ::_exit(0);
}

}  // namespace netlair::detail
