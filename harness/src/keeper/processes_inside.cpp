// SPDX-License-Identifier: Apache-2.0
#include "keeper/processes_inside.hpp"

#include <netlair/harness/keeper.hpp>
#include <netlair/harness/keeper_name.hpp>
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

// Empty if the file is gone, or access is denied; errno says which.
std::optional<FileId> look_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return FileId{status.st_dev, status.st_ino};
  throw_error_if(errno != EACCES && errno != EPERM && !says_gone(errno), Step::kOpen, path);
  return std::nullopt;
}

// Finds a process of the host that has moved to a network of its own, by unshare(2) for example. A process in the
// network of the machine, or of this program, has not: that excludes most processes.
bool has_left_network(const std::string& process, const FileId& its_network, const HostIdentity& identity) {
  if (identity.names == FileId() || its_network == identity.own_network) return false;
  if (look_at(process + "/ns/uts") == identity.names) return true;
  if (identity.mounts != FileId() && look_at(process + "/ns/mnt") == identity.mounts) return true;
  const ProcEntry found = open_process(process.substr(process.rfind('/') + 1));
  return found.directory && has_mark_of(found, identity.net);
}

bool is_inside(const std::string& process, const HostIdentity& identity) {
  if (const auto net = look_at(process + "/ns/net"))
    return NetNsId{net->dev, net->ino} == identity.net || has_left_network(process, *net, identity);
  if (says_gone(errno)) return false;
  const auto net_dev = look_at(process + "/net/dev");
  return net_dev && net_dev->ino == identity.net_dev;
}

// Opens no descriptor for processes that are not inside.
std::vector<ProcEntry> find(const HostIdentity& identity) {
  std::vector<ProcEntry> found;
  const std::string self = fs::read_symlink("/proc/self");
  const std::string own_keeper = std::to_string(keeper_of_this_process());
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos || name == self) continue;
    if (!is_inside(entry.path(), identity)) continue;
    ProcEntry process = open_process(name);
    if (!process.directory || !is_inside(entry.path(), identity)) continue;  // the PID was reused
    if (name == own_keeper && name_of(process) == kKeeperName) continue;
    found.push_back(std::move(process));
  }
  return found;
}

void kill(const ProcEntry& process, std::vector<std::string>& problems) {
  const int error_number = send_signal(process.directory, SIGKILL);
  if (error_number == 0 || error_number == ESRCH) return;
  problems.push_back("process " + process.pid +
                     " in a test's network could not be killed: " + ::strerror(error_number));
}

}  // namespace

HostIdentity identity_of(const NetNs& ns) {
  const auto net_dev = ns.run([] { return look_at("/proc/thread-self/net/dev"); });
  return {ns.id(), net_dev ? net_dev->ino : 0};
}

HostIdentity identity_of(const NetNs& net, const UniqueFd& names, const UniqueFd& mounts) {
  HostIdentity identity = identity_of(net);
  identity.own_network = look_at("/proc/self/ns/net");
  identity.names = id_of_file(names.get());
  if (mounts) identity.mounts = id_of_file(mounts.get());
  return identity;
}

bool has_processes(const NetNs& ns) {
  return !find(identity_of(ns)).empty();
}

EndedProcesses end_processes_in(const HostIdentity& identity) {
  const auto deadline = steady_clock::now() + kDeathWithin;
  EndedProcesses result;
  std::vector<ProcEntry> dying;  // a dying process leaves its namespace before it becomes a zombie
  for (;;) {                     // a program may fork during the search: the next round finds the child
    std::erase_if(dying, [](const ProcEntry& each) { return !is_running(each); });
    auto found = find(identity);
    if (found.empty() && dying.empty()) return result;
    for (auto& each : found) {
      const bool is_new =
          std::none_of(dying.begin(), dying.end(), [&](const auto& one) { return one.pid == each.pid; });
      const bool is_keeper = name_of(each) == kKeeperName;  // of a program that was inside; it ends by itself
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
