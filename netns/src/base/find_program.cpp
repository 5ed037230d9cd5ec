// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/find_program.hpp>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <system_error>

#include <unistd.h>

namespace netlair {

namespace fs = std::filesystem;

std::string search_path() {
  const char* path = std::getenv("PATH");
  return path != nullptr ? path : "/usr/bin:/bin";
}

std::optional<std::string> find_program(std::string_view name) {
  return find_program(name, search_path());
}

// The result is absolute, since a program may be started in another directory.
std::optional<std::string> find_program(std::string_view name, const std::string& path) {
  std::istringstream directories(path + ":/usr/local/sbin:/usr/sbin:/sbin");
  std::error_code unreadable;
  for (std::string directory; std::getline(directories, directory, ':');) {
    const fs::path candidate = fs::path(directory.empty() ? "." : directory) / name;
    if (fs::is_regular_file(candidate, unreadable) && ::access(candidate.c_str(), X_OK) == 0)
      return fs::absolute(candidate, unreadable);
  }
  return std::nullopt;
}

}  // namespace netlair
