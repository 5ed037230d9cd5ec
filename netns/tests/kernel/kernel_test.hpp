// SPDX-License-Identifier: Apache-2.0
// What the kernel tests share: they look at the kernel (mountinfo, /proc, ioctl), never at netlair's own books.
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

/// ThreadSanitizer gives a forked child a second thread, and a process with two cannot enter a user namespace.
inline constexpr bool kForksHaveASecondThread = kUnderThreadSanitizer;

/// Skips where there is no privilege to make a namespace, and fails on descriptors that a test leaves open.
class KernelTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

 private:
  std::set<int> descriptors_;
};

/// A directory that goes with the test, and in it a persist dir that does not exist yet.
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

/// How many threads of this program are in it.
int threads_inside(const NetNsId& id);

/// How many mounts there are on `path`, and how many below it, by /proc/self/mountinfo.
int mounts_on(const std::filesystem::path& path);
int mounts_below(const std::filesystem::path& path);

/// Calls `f` in a forked child. Fails the test with the child's words when it throws.
void in_child(const std::function<void()>& f);

/// Capabilities are a thread's own (capabilities(7)): this one, and the threads and processes that it starts, are left
/// without.
void drop_every_capability_of_this_thread();

/// Takes every descriptor that is free, and gives back as many as it is asked to. For a child.
class Descriptors {
 public:
  Descriptors();
  void give_back_one() { taken_.pop_back(); }

 private:
  std::vector<UniqueFd> taken_;
};

/// Throws std::runtime_error when not `holds`: for what in_child() runs.
void require(bool holds, const std::string& what);

/// The output of a command, run by the shell: tests only use it for what `ip` prints.
struct CommandResult {
  int status;
  std::string output;
};
CommandResult command(const std::string& line);

/// An Error at that step, with that errno, and those words in its text. For EXPECT_THAT(f, ThrowsError(...)).
MATCHER_P3(ThrowsError, step, error_number, words, "") {
  try {
    static_cast<void>(arg());  // also what must not be ignored elsewhere
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
