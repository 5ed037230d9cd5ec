// SPDX-License-Identifier: Apache-2.0
#include "inhabitants.hpp"

#include "inhabitant.hpp"
#include "pidfd.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

using std::chrono::steady_clock;

constexpr std::chrono::seconds kDeathWithin(60);
constexpr std::chrono::milliseconds kLookAgain(1);

// A namespace, by what can be seen of it from outside. Looking at another user's /proc/PID/ns takes CAP_SYS_PTRACE,
// which root in a container often lacks; /proc/PID/net/dev is for everybody, and its inode is the namespace's own.
struct Signs {
  NetNsId id;
  ino_t net_dev;
};

std::optional<struct stat> look_at(int directory, const char* path) {
  struct stat status {};
  if (::fstatat(directory, path, &status, 0) != 0) return std::nullopt;
  return status;
}

Signs signs_of(const NetNs& ns) {
  const auto net_dev = ns.run([] { return look_at(AT_FDCWD, "/proc/thread-self/net/dev"); });
  return {ns.id(), net_dev ? net_dev->st_ino : 0};
}

bool is_in(const UniqueFd& process, const Signs& signs) {
  if (const auto status = look_at(process.get(), "ns/net")) return NetNsId{status->st_dev, status->st_ino} == signs.id;
  if (errno != EACCES) return false;
  const auto status = look_at(process.get(), "net/dev");
  return status && status->st_ino == signs.net_dev;
}

std::vector<Inhabitant> find(const Signs& signs) {
  std::vector<Inhabitant> found;
  const std::string self = fs::read_symlink("/proc/self");
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos || name == self) continue;
    UniqueFd directory(::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory && is_in(directory, signs)) found.push_back({name, std::move(directory)});
  }
  return found;
}

void kill(const Inhabitant& inhabitant, std::vector<std::string>& problems) {
  const int error_number = send_signal(inhabitant.directory, SIGKILL);
  if (error_number == 0 || error_number == ESRCH) return;
  problems.push_back("process " + inhabitant.pid +
                     " in a test's network could not be killed: " + ::strerror(error_number));
}

}  // namespace

bool is_inhabited(const NetNs& ns) {
  return !find(signs_of(ns)).empty();
}

Ended end_inhabitants(const NetNs& ns) {
  const Signs signs = signs_of(ns);
  const auto deadline = steady_clock::now() + kDeathWithin;
  Ended result;
  std::vector<Inhabitant> dying;  // they leave the namespace a little before they have ended
  for (;;) {                      // a program may fork while we look: the next look finds what this one missed
    std::erase_if(dying, [](const Inhabitant& each) { return !is_running(each); });
    auto found = find(signs);
    if (found.empty() && dying.empty()) return result;
    for (const auto& each : found) {
      const bool is_known =
          std::any_of(dying.begin(), dying.end(), [&](const auto& one) { return one.pid == each.pid; });
      if (!is_known && is_running(each) && is_without_mark(each))
        result.left.push_back(description_of(each) + ", ended now");
      if (!is_known) result.pids.push_back(std::atoi(each.pid.c_str()));
      kill(each, result.problems);
    }
    dying.insert(dying.end(), std::move_iterator(found.begin()), std::move_iterator(found.end()));
    if (result.problems.empty() && steady_clock::now() > deadline)
      result.problems.push_back("process " + dying.front().pid + " in a test's network does not die of SIGKILL");
    if (!result.problems.empty()) return result;
    std::this_thread::sleep_for(kLookAgain);
  }
}

}  // namespace netlair::detail
