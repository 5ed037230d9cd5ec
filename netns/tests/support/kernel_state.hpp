// SPDX-License-Identifier: Apache-2.0
// What the tests of every layer ask the kernel about this process.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace netlair::test {

std::set<int> open_descriptors();

/// Is it so, now or within netlair's patience()? For what should happen a little later: a thread can be joined before
/// it has left its namespaces, and /proc.
bool eventually(const std::function<bool()>& holds);

/// Where a test may write files and run them: TMPDIR, unless it is mounted noexec and there is another place.
std::filesystem::path temporary_directory();
/// A new directory there, for the caller to remove.
std::filesystem::path make_temporary_directory();

/// An empty directory that goes with the object.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory();
  const std::filesystem::path& path() const noexcept { return path_; }
  /// Their texts, by name.
  std::map<std::string, std::string> files() const;

 private:
  std::filesystem::path path_;
};

/// The program `name` beside this one, wherever the build is.
std::filesystem::path sibling_program(const char* name);

}  // namespace netlair::test
