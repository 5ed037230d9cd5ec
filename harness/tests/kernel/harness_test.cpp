// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <unistd.h>

namespace netlair::test {

namespace fs = std::filesystem;

std::string state_of(pid_t pid) {
  std::ifstream lines("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; lines >> word;)
    if (word == "State:" && lines >> word) return word;
  return "";
}

bool has_ended(pid_t pid) {
  const std::string state = state_of(pid);
  return state.empty() || state == "Z" || state == "X";  // X: its parent is reaping it right now
}

std::set<pid_t> children() {
  std::set<pid_t> result;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream pids(task.path() / "children");
    result.insert(std::istream_iterator<pid_t>(pids), {});
  }
  return result;
}

std::string host_name() {
  std::string name(65, '\0');
  EXPECT_EQ(::gethostname(name.data(), name.size()), 0);
  return name.substr(0, name.find('\0'));
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

MarkerFile::MarkerFile() : directory_(make_temporary_directory()) {}

MarkerFile::~MarkerFile() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

std::string MarkerFile::text() const {
  return text_of(path());
}

}  // namespace netlair::test
