// SPDX-License-Identifier: Apache-2.0
#include "kernel_state.hpp"

#include <netlair/netns/patience.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <sys/statvfs.h>

namespace netlair::test {

namespace fs = std::filesystem;

std::set<int> open_descriptors() {
  std::set<int> result;
  for (const auto& entry : fs::directory_iterator("/proc/self/fd"))
    result.insert(std::atoi(entry.path().filename().c_str()));
  std::erase_if(result, [](int fd) { return ::fcntl(fd, F_GETFD) == -1; });  // the iterator's own, closed by now
  return result;
}

bool eventually(const std::function<bool()>& holds) {
  const auto deadline = std::chrono::steady_clock::now() + patience();
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

fs::path temporary_directory() {
  for (const fs::path& each : {fs::temp_directory_path(), fs::path("/var/tmp"), fs::path("/dev/shm")}) {
    struct statvfs status {};
    if (::statvfs(each.c_str(), &status) == 0 && (status.f_flag & (ST_NOEXEC | ST_RDONLY)) == 0) return each;
  }
  return fs::temp_directory_path();
}

fs::path make_temporary_directory() {
  std::string pattern = temporary_directory() / "netlair-test-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
  return pattern;
}

fs::path sibling_program(const char* name) {
  return fs::read_symlink("/proc/self/exe").parent_path() / name;
}

ScratchDirectory::ScratchDirectory() : path_(make_temporary_directory()) {}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::map<std::string, std::string> ScratchDirectory::files() const {
  std::map<std::string, std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    std::ifstream file(entry.path());
    result[entry.path().filename()] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return result;
}

}  // namespace netlair::test
