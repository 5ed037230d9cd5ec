// SPDX-License-Identifier: Apache-2.0
#include "inhabitant.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <sstream>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

using namespace std::string_literals;

// To the end: an environment may have a megabyte and more.
std::string read(const Inhabitant& inhabitant, const char* path) {
  const UniqueFd file(::openat(inhabitant.directory.get(), path, O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t size = -1; file && (size = ::read(file.get(), part.data(), part.size())) != 0;) {
    if (size < 0 && errno != EINTR) break;
    if (size > 0) text.append(part.data(), static_cast<std::size_t>(size));
  }
  return text;
}

// In the middle of execve(2) it has none.
std::string environment_of(const Inhabitant& inhabitant) {
  constexpr int kLooks = 20;
  std::string text = read(inhabitant, "environ");
  for (int i = 0; text.empty() && is_running(inhabitant) && i < kLooks; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    text = read(inhabitant, "environ");
  }
  return text;
}

}  // namespace

Inhabitant open_process(const std::string& pid) {
  return {pid, UniqueFd(::open(("/proc/" + pid).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))};
}

bool is_running(const Inhabitant& inhabitant) {
  const std::string stat = read(inhabitant, "stat");
  const std::string_view fields(stat);
  const std::size_t name_end = fields.rfind(')');  // a name may have any character in it
  const char state = name_end + 2 < fields.size() ? fields[name_end + 2] : 'X';
  return state != 'Z' && state != 'X';
}

std::string description_of(const Inhabitant& inhabitant) {
  std::string command = read(inhabitant, "cmdline");
  while (command.ends_with('\0')) command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return "process " + inhabitant.pid + (command.empty() ? "" : " '" + command + "'");
}

const std::pair<std::string, std::string>& mark_of_programs() {
  static const std::pair<std::string, std::string> mark{
      "NETLAIR_PROGRAM",
      std::to_string(::getpid()) + "." + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count())};
  return mark;
}

// A server may have written its title over its environment, or have thrown it away.
bool is_without_mark(const Inhabitant& inhabitant) {
  const auto& [name, value] = mark_of_programs();
  const std::string environment = environment_of(inhabitant);
  if (environment.find(name + "=" + value) != std::string::npos) return false;
  const std::string own = read({"self", UniqueFd(::open("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC))}, "environ");
  std::istringstream variables(own);
  for (std::string each; std::getline(variables, each, '\0');)
    if (!each.empty() && ("\0"s + environment).find("\0"s + each + "\0"s) != std::string::npos) return true;
  return false;
}

}  // namespace netlair::detail
