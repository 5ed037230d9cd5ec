// SPDX-License-Identifier: Apache-2.0
#include "keeper/proc_entry.hpp"

#include <netlair/netns/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <sstream>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

using namespace std::string_literals;

constexpr const char* kMark = "NETLAIR_PROGRAM";

// Reads to the end: an environment may have a megabyte and more. Empty if the process is gone, or if access is denied.
std::string read(const ProcEntry& process, const char* path) {
  const auto require = [&](bool holds) {
    throw_error_if(!holds && errno != EACCES && errno != EPERM && !says_gone(errno), Step::kOpen,
                   "/proc/" + process.pid + "/" + path);
  };
  const UniqueFd file(::openat(process.directory.get(), path, O_RDONLY | O_CLOEXEC));
  require(static_cast<bool>(file));
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t size = -1; file && (size = ::read(file.get(), part.data(), part.size())) != 0;) {
    if (size < 0 && errno == EINTR) continue;
    require(size > 0);
    if (size < 0) break;
    text.append(part.data(), static_cast<std::size_t>(size));
  }
  return text;
}

// Retries: in the middle of execve(2) there is no environment.
std::string environment_of(const ProcEntry& process) {
  constexpr int kLooks = 20;
  std::string text = read(process, "environ");
  for (int i = 0; text.empty() && is_running(process) && i < kLooks; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    text = read(process, "environ");
  }
  return text;
}

}  // namespace

bool says_gone(int error_number) noexcept {
  return error_number == ENOENT || error_number == ESRCH;
}

ProcEntry open_process(const std::string& pid) {
  UniqueFd directory(::open(("/proc/" + pid).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  throw_error_if(!directory && !says_gone(errno), Step::kOpen, "/proc/" + pid);
  return {pid, std::move(directory)};
}

bool is_running(const ProcEntry& process) {
  const std::string stat = read(process, "stat");
  const std::string_view fields(stat);
  const std::size_t name_end = fields.rfind(')');  // a name may contain any character
  const char state = name_end + 2 < fields.size() ? fields[name_end + 2] : 'X';
  return state != 'Z' && state != 'X';
}

std::string name_of(const ProcEntry& process) {
  std::string name = read(process, "comm");
  if (name.ends_with('\n')) name.pop_back();
  return name;
}

std::string description_of(const ProcEntry& process) {
  std::string command = read(process, "cmdline");
  while (command.ends_with('\0')) command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return "process " + process.pid + (command.empty() ? "" : " '" + command + "'");
}

const std::string& mark_of_this_program() {
  static const std::string mark =
      std::to_string(::getpid()) + "." + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
  return mark;
}

std::pair<std::string, std::string> mark_of_programs_here() {
  static const std::string above = [] {
    const char* inherited = std::getenv(kMark);
    return inherited != nullptr ? std::string(inherited) + "/" : "";
  }();
  struct stat here {};
  throw_error_if(::stat("/proc/thread-self/ns/net", &here) != 0, Step::kOpen, "/proc/thread-self/ns/net");
  return {kMark, above + mark_of_this_program() + "." + std::to_string(here.st_ino)};
}

std::vector<std::uint64_t> inodes_in_mark(const ProcEntry& process) {
  const std::string mark = mark_of_this_program() + ".";
  const std::string environment = read(process, "environ");
  std::vector<std::uint64_t> inodes;
  for (auto at = environment.find(mark); at != std::string::npos; at = environment.find(mark, at + 1))
    inodes.push_back(std::strtoull(&environment[at + mark.size()], nullptr, 10));
  return inodes;
}

bool has_mark_of(const ProcEntry& process, const NetNsId& host) {
  const auto inodes = inodes_in_mark(process);
  return std::find(inodes.begin(), inodes.end(), host.ino) != inodes.end();
}

// A server may have overwritten its environment with its title, or discarded it.
bool is_without_mark(const ProcEntry& process) {
  const std::string environment = environment_of(process);
  if (environment.find(mark_of_this_program()) != std::string::npos) return false;
  const std::string own = read({"self", UniqueFd(::open("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC))}, "environ");
  std::istringstream variables(own);
  for (std::string each; std::getline(variables, each, '\0');)
    if (!each.empty() && ("\0"s + environment).find("\0"s + each + "\0"s) != std::string::npos) return true;
  return false;
}

}  // namespace netlair::detail
