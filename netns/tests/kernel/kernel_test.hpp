// SPDX-License-Identifier: Apache-2.0
// Shared by the kernel tests, which check the kernel's state (mountinfo, /proc, ioctl), never netlair's own records.
#pragma once

#include "kernel_state.hpp"
#include "sanitizer.hpp"

#include <netlair/fixtures/requirement.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/support.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace netlair::test {

/// ThreadSanitizer gives a forked child a second thread, and a process with two threads cannot enter a user namespace.
inline constexpr bool kForksHaveASecondThread = kUnderThreadSanitizer;

/// Skips a test without the privilege to make a namespace, and fails a test that leaves descriptors open.
class KernelTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

 private:
  std::set<int> descriptors_;
};

/// A directory that is removed with the object. persist_dir() is in it, and does not exist yet.
class ScratchDir {
 public:
  ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  ~ScratchDir();

  const std::filesystem::path& path() const { return path_; }
  PersistDir persist_dir() const { return PersistDir(path_ / "names"); }

 private:
  std::filesystem::path path_;
};

/// The network namespace of the calling thread, and of any path, by stat(2).
NetNsId id_here();
NetNsId id_of(const std::filesystem::path& path);

/// How many threads of this program are in that namespace.
int threads_inside(const NetNsId& id);

/// How many mounts there are on `path`, and how many below it, by /proc/self/mountinfo.
int mounts_on(const std::filesystem::path& path);
int mounts_below(const std::filesystem::path& path);

/// Calls `f` in a forked child. Fails the test if `f` throws; the child prints the exception on standard error.
void in_child(const std::function<void()>& f);

/// Capabilities are per thread (capabilities(7)): this thread, and the threads and processes that it starts, have none
/// afterwards.
void drop_every_capability_of_this_thread();

/// Opens every free descriptor, and closes one at each give_back_one(). For a child.
class Descriptors {
 public:
  Descriptors();
  void give_back_one() { taken_.pop_back(); }

 private:
  std::vector<UniqueFd> taken_;
};

/// Throws std::runtime_error if `holds` is false. For code that in_child() runs.
void require(bool holds, const std::string& what);

/// The output of a command, run by the shell: tests only use it for what `ip` prints.
struct CommandResult {
  int status;
  std::string output;
};
CommandResult command(const std::string& line);

/// Matches a callable that throws an Error with that step, that errno, and those words in its text. Usage:
/// EXPECT_THAT(f, ThrowsError(...)).
MATCHER_P3(ThrowsError, step, error_number, words, "") {
  try {
    static_cast<void>(arg());  // accepts [[nodiscard]] results as well
  } catch (const Error& error) {
    *result_listener << "which throws at step '" << error.step() << "': " << error.what();
    return error.step() == step && error.error_number() == error_number &&
           std::string(error.what()).find(words) != std::string::npos;
  } catch (const std::exception& error) {
    *result_listener << "which throws something else: " << error.what();
    return false;
  }
  *result_listener << "which throws nothing";
  return false;
}

}  // namespace netlair::test
