// SPDX-License-Identifier: Apache-2.0
#include "inhabitants.hpp"

#include "pidfd.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

constexpr int kRounds = 100;  // a program may fork while we look: each round finds what the last one missed
constexpr std::chrono::milliseconds kDeathWithin(5000);

struct Inhabitant {
  pid_t pid;
  UniqueFd pidfd;
};

// A namespace, by what can be seen of it from outside. Looking at another user's /proc/PID/ns takes CAP_SYS_PTRACE,
// which root in a container often lacks; /proc/PID/net/dev is for everybody, and its inode is the namespace's own.
struct Signs {
  NetNsId id;
  ino_t net_dev;
};

std::optional<struct stat> look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status;
}

bool is_in(pid_t pid, const Signs& signs) {
  const std::string process = "/proc/" + std::to_string(pid);
  if (const auto status = look_at(process + "/ns/net")) return NetNsId{status->st_dev, status->st_ino} == signs.id;
  if (errno != EACCES) return false;
  const auto status = look_at(process + "/net/dev");
  return status && status->st_ino == signs.net_dev;
}

std::vector<Inhabitant> find(const Signs& signs) {
  std::vector<Inhabitant> found;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", unreadable)) {
    const std::string name = entry.path().filename().string();
    if (!std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) continue;
    const auto pid = static_cast<pid_t>(std::strtol(name.c_str(), nullptr, 10));
    if (pid == ::getpid() || !is_in(pid, signs)) continue;
    UniqueFd pidfd = open_pidfd(pid);
    // Asked again behind the pidfd: the PID may have become a stranger's in between.
    if (pidfd && is_in(pid, signs)) found.push_back({pid, std::move(pidfd)});
  }
  return found;
}

void end(const Inhabitant& inhabitant, std::vector<std::string>& problems) {
  const std::string who = "process " + std::to_string(inhabitant.pid) + ", which was left in a test's network";
  if (const int error_number = send_signal(inhabitant.pidfd, SIGKILL); error_number != 0 && error_number != ESRCH)
    problems.push_back(who + ", could not be killed: " + ::strerror(error_number));
  else if (!ends_within(inhabitant.pidfd, kDeathWithin))
    problems.push_back(who + ", did not die of SIGKILL");
}

}  // namespace

std::vector<std::string> end_inhabitants(const NetNs& ns) {
  const auto net_dev = ns.run([] { return look_at("/proc/thread-self/net/dev"); });
  const Signs signs{ns.id(), net_dev ? net_dev->st_ino : 0};
  std::vector<std::string> problems;
  for (int round = 0; round < kRounds && problems.empty(); ++round) {
    const auto found = find(signs);
    if (found.empty()) break;
    for (const auto& each : found) end(each, problems);
  }
  return problems;
}

}  // namespace netlair::detail
