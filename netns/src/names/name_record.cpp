// SPDX-License-Identifier: Apache-2.0
#include "names/name_record.hpp"

#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/remembered_fd.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

constexpr const char* kMagic = "netlair-name-1";

struct Owner {
  std::string pid;
  std::string started;        // in clock ticks since the machine was booted, proc_pid_stat(5)
  std::string pid_namespace;  // in which the PID is valid
};

// Empty if there is no such process.
std::string start_time_of(const std::string& pid) {
  constexpr int kFieldsBehindTheName = 20;
  std::ifstream file("/proc/" + pid + "/stat");
  std::string stat;
  std::getline(file, stat);
  std::istringstream fields(stat.substr(std::min(stat.size(), stat.rfind(')') + 1)));
  std::string field;
  for (int i = 0; i < kFieldsBehindTheName; ++i) fields >> field;
  return fields ? field : "";
}

std::string pid_namespace_here() {
  return std::to_string(id_of_file("/proc/self/ns/pid").ino);
}

// Remembered, since reading /proc takes longer than the rest.
const Owner& this_process() {
  thread_local ProcessStamp asked;
  thread_local Owner owner;
  if (!asked.is_of_this_process()) {
    owner = {std::to_string(::getpid()), start_time_of("self"), pid_namespace_here()};
    asked = ProcessStamp::of_this_process();
  }
  return owner;
}

// Only an owner in this process's PID namespace can be looked up; of others, the lock has to tell.
bool lives(const Owner& owner) {
  return owner.pid_namespace == pid_namespace_here() && start_time_of(owner.pid) == owner.started;
}

std::string text_of(const UniqueFd& file) {
  std::array<char, 256> text{};
  const ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
  return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

bool is_mine(const UniqueFd& file) {
  struct stat status {};
  return ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid();
}

}  // namespace

// A record is one line: "netlair-name-1 PID STARTED PID-NAMESPACE DEVICE INODE".
void record_owner(const UniqueFd& file, const NetNsId& ns) noexcept try {
  const Owner& owner = this_process();
  const std::string record = std::string(kMagic) + " " + owner.pid + " " + owner.started + " " + owner.pid_namespace +
                             " " + std::to_string(ns.dev) + " " + std::to_string(ns.ino) + "\n";
  ::flock(file.get(), LOCK_EX | LOCK_NB);
  if (::write(file.get(), record.data(), record.size()) == static_cast<ssize_t>(record.size())) return;
  [[maybe_unused]] const int ignored = ::ftruncate(file.get(), 0);
} catch (const std::exception&) {  // out of memory
}

void forget_owner(int file) noexcept {
  [[maybe_unused]] const int ignored = ::ftruncate(file, 0);
}

std::optional<NetNsId> abandoned_namespace(const UniqueFd& file) {
  if (!is_mine(file)) return std::nullopt;
  std::istringstream record(text_of(file));
  std::string magic;
  Owner owner;
  NetNsId ns{};
  record >> magic >> owner.pid >> owner.started >> owner.pid_namespace >> ns.dev >> ns.ino;
  if (!record || magic != kMagic || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0 || lives(owner)) return std::nullopt;
  return ns;
}

}  // namespace netlair::detail
