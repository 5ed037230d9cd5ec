// SPDX-License-Identifier: Apache-2.0
// What the tests of every layer query from the kernel about this process.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace netlair::test {

std::set<int> open_descriptors();

/// True if `holds` returns true now or within netlair's patience(). For effects that come a little later: a thread can
/// be joined before it has left its namespaces, and /proc.
bool eventually(const std::function<bool()>& holds);

/// A directory where tests may write files and run them: TMPDIR, unless it is mounted noexec or read-only and another
/// one is not.
std::filesystem::path temporary_directory();
/// Makes a new directory in temporary_directory(). The caller removes it.
std::filesystem::path make_temporary_directory();

/// A directory, empty at first, that is removed with the object.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory();
  const std::filesystem::path& path() const noexcept { return path_; }
  /// The contents of the directory's files, by file name.
  std::map<std::string, std::string> files() const;

 private:
  std::filesystem::path path_;
};

/// The program `name` in the same directory as this program.
std::filesystem::path sibling_program(const char* name);

}  // namespace netlair::test
