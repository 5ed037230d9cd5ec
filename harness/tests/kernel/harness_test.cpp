// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <fcntl.h>

namespace netlair::test {

namespace fs = std::filesystem;

std::string state_of(pid_t pid) {
  std::ifstream lines("/proc/" + std::to_string(pid) + "/status");
  for (std::string word; lines >> word;)
    if (word == "State:" && lines >> word) return word;
  return "";
}

std::set<pid_t> children() {
  std::set<pid_t> result;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream pids(task.path() / "children");
    result.insert(std::istream_iterator<pid_t>(pids), {});
  }
  return result;
}

std::set<int> open_descriptors() {
  std::set<int> result;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd"))
    result.insert(std::atoi(entry.path().filename().c_str()));
  std::erase_if(result, [](int fd) { return ::fcntl(fd, F_GETFD) == -1; });  // the one that looked
  return result;
}

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

MarkerFile::MarkerFile() {
  std::string pattern = fs::temp_directory_path() / "netlair-test-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
  directory_ = pattern;
}

MarkerFile::~MarkerFile() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

std::string MarkerFile::text() const {
  std::ifstream file(path());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace netlair::test
