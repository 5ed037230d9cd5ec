// SPDX-License-Identifier: Apache-2.0
// Helpers for the harness tests. They look at /proc and at what programs print, not at netlair's own records.
#pragma once

#include "kernel_state.hpp"

#include <netlair/netlair.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <string>

namespace netlair::test {

/// Returns the Error that `f` throws; throws std::logic_error if `f` throws none.
template <class Function>
Error error_of(Function f) {
  try {
    f();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("no Error was thrown");
}

/// The state letter of proc(5), as in "Z" for a zombie; "" if the process does not exist.
std::string state_of(pid_t pid);
/// Is the process a zombie, or gone?
bool has_ended(pid_t pid);

/// The children of this process, forked by any of its threads, including zombies.
std::set<pid_t> children();

std::string host_name();

std::string text_of(const std::filesystem::path& path);

/// A path that does not exist at first, in a directory that is removed with the object.
class MarkerFile {
 public:
  MarkerFile();
  MarkerFile(const MarkerFile&) = delete;
  MarkerFile& operator=(const MarkerFile&) = delete;
  ~MarkerFile();
  std::string path() const { return directory_ / "marker"; }
  std::string text() const;
  bool exists() const { return std::filesystem::exists(path()); }

 private:
  std::filesystem::path directory_;
};

}  // namespace netlair::test
