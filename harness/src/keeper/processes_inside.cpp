// SPDX-License-Identifier: Apache-2.0
#include "keeper/processes_inside.hpp"

#include <netlair/harness/keeper.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include "base/pidfd.hpp"
#include "keeper/proc_entry.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
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

// A host, by what can be seen of it from outside. Looking at another user's /proc/PID/ns takes CAP_SYS_PTRACE, which
// root in a container often lacks; /proc/PID/net/dev is for everybody, and its inode is the network's own.
struct Signs {
  NetNsId net;
  ino_t net_dev = 0;
  // Empty where only the network counts.
  std::optional<FileId> own_network = {};  // this program's
  FileId mounts = {};
  FileId names = {};
};

// Empty when it is gone, or nobody may look, by errno.
std::optional<FileId> look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return FileId{status.st_dev, status.st_ino};
  throw_error_if(errno != EACCES && errno != EPERM && !says_gone(errno), Step::kOpen, path);
  return std::nullopt;
}

Signs signs_of(const NetNs& ns) {
  const auto net_dev = ns.run([] { return look_at("/proc/thread-self/net/dev"); });
  return {ns.id(), net_dev ? net_dev->ino : 0};
}

Signs signs_of(const HostNamespaces& host) {
  Signs signs = signs_of(host.net());
  signs.own_network = look_at("/proc/self/ns/net");
  signs.names = id_of_file(host.names().get());
  if (host.mounts()) signs.mounts = id_of_file(host.mounts().get());
  return signs;
}

// One in a network of its own, by unshare(2) for example. What is in the machine's, or this program's, has not left a
// host: most of what there is.
bool has_left_network(const std::string& process, const FileId& its_network, const Signs& signs) {
  if (signs.names == FileId() || its_network == signs.own_network) return false;
  if (look_at(process + "/ns/uts") == signs.names) return true;
  if (signs.mounts != FileId() && look_at(process + "/ns/mnt") == signs.mounts) return true;
  const Inhabitant found = open_process(process.substr(process.rfind('/') + 1));
  return found.directory && has_mark_of(found, signs.net);
}

bool is_inside(const std::string& process, const Signs& signs) {
  if (const auto net = look_at(process + "/ns/net"))
    return NetNsId{net->dev, net->ino} == signs.net || has_left_network(process, *net, signs);
  if (says_gone(errno)) return false;
  const auto net_dev = look_at(process + "/net/dev");
  return net_dev && net_dev->ino == signs.net_dev;
}

// Without a descriptor for those that are not in there.
std::vector<Inhabitant> find(const Signs& signs) {
  std::vector<Inhabitant> found;
  const std::string self = fs::read_symlink("/proc/self");
  const std::string own_keeper = std::to_string(keeper_of_this_process());
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos || name == self) continue;
    if (!is_inside(entry.path(), signs)) continue;
    Inhabitant process = open_process(name);
    if (!process.directory || !is_inside(entry.path(), signs)) continue;  // it is another one by now
    if (name == own_keeper && name_of(process) == kKeeperName) continue;
    found.push_back(std::move(process));
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

Ended end_inhabitants(const HostNamespaces& host) {
  const Signs signs = signs_of(host);
  const auto deadline = steady_clock::now() + kDeathWithin;
  Ended result;
  std::vector<Inhabitant> dying;  // they leave the namespace a little before they have ended
  for (;;) {                      // a program may fork while we look: the next look finds what this one missed
    std::erase_if(dying, [](const Inhabitant& each) { return !is_running(each); });
    auto found = find(signs);
    if (found.empty() && dying.empty()) return result;
    for (auto& each : found) {
      const bool is_new =
          std::none_of(dying.begin(), dying.end(), [&](const auto& one) { return one.pid == each.pid; });
      const bool is_keeper = name_of(each) == kKeeperName;  // of a program that was in there, and ends by itself
      if (!is_keeper && is_new && is_running(each) && is_without_mark(each))
        result.left.push_back(description_of(each) + ", ended now");
      if (!is_keeper) kill(each, result.problems);
      if (!is_new) continue;
      result.pids.push_back(std::atoi(each.pid.c_str()));
      dying.push_back(std::move(each));
    }
    if (result.problems.empty() && steady_clock::now() > deadline)
      result.problems.push_back("process " + dying.front().pid + " in a test's network does not die of SIGKILL");
    if (!result.problems.empty()) return result;
    std::this_thread::sleep_for(kLookAgain);
  }
}

}  // namespace netlair::detail
