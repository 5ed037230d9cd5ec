// SPDX-License-Identifier: Apache-2.0
#include "inhabitants.hpp"

#include "pidfd.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

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

// A process by its directory in /proc, which never comes to mean another one, and which pidfd_send_signal(2) takes as
// well. So what is looked at is what is killed, also where /proc shows another PID namespace than ours.
struct Inhabitant {
  std::string pid;
  UniqueFd directory;
};

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

// Neither gone nor a zombie, which its parent has yet to ask after (proc_pid_stat(5)).
bool is_running(const Inhabitant& inhabitant) {
  const UniqueFd file(::openat(inhabitant.directory.get(), "stat", O_RDONLY | O_CLOEXEC));
  std::array<char, 512> text{};
  const ssize_t size = file ? ::read(file.get(), text.data(), text.size()) : -1;
  if (size <= 0) return false;
  const std::string_view fields(text.data(), static_cast<std::size_t>(size));
  const std::size_t name_end = fields.rfind(')');  // a name may have any character in it
  const char state = name_end + 2 < fields.size() ? fields[name_end + 2] : 'X';
  return state != 'Z' && state != 'X';
}

}  // namespace

bool is_inhabited(const NetNs& ns) {
  return !find(signs_of(ns)).empty();
}

std::vector<std::string> end_inhabitants(const NetNs& ns) {
  const Signs signs = signs_of(ns);
  const auto deadline = steady_clock::now() + kDeathWithin;
  std::vector<std::string> problems;
  std::vector<Inhabitant> dying;  // they leave the namespace a little before they have ended
  for (;;) {                      // a program may fork while we look: the next look finds what this one missed
    std::erase_if(dying, [](const Inhabitant& each) { return !is_running(each); });
    auto found = find(signs);
    if (found.empty() && dying.empty()) return problems;
    for (const auto& each : found) kill(each, problems);
    dying.insert(dying.end(), std::move_iterator(found.begin()), std::move_iterator(found.end()));
    if (problems.empty() && steady_clock::now() > deadline)
      problems.push_back("process " + dying.front().pid + " in a test's network does not die of SIGKILL");
    if (!problems.empty()) return problems;
    std::this_thread::sleep_for(kLookAgain);
  }
}

}  // namespace netlair::detail
