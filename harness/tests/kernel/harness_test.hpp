// SPDX-License-Identifier: Apache-2.0
// What the harness tests share. They look at /proc and at what programs print, not at netlair's own books.
#pragma once

#include "kernel_state.hpp"

#include <netlair/netlair.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <string>

namespace netlair::test {

/// Throws where `f` does not throw an Error; otherwise returns that.
template <class Function>
Error error_of(Function f) {
  try {
    f();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("no Error was thrown");
}

/// "" for a process that is not there, else the state letter of proc(5), as in "Z" for a zombie.
std::string state_of(pid_t pid);
/// Is it a zombie, or gone?
bool has_ended(pid_t pid);

/// Children of this process, by all of its threads, zombies included.
std::set<pid_t> children();

std::string host_name();

std::string text_of(const std::filesystem::path& path);

/// A path that does not exist, in a directory that goes with the object.
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
