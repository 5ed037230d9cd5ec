// SPDX-License-Identifier: Apache-2.0
// What a program is started with, besides its arguments.
#pragma once

#include <netlair/harness/ready.hpp>
#include <netlair/netns/patience.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace netlair {

namespace detail {
class OutputWatcher;
class SideChannel;
}  // namespace detail

/// One of getrlimit(2), as in {RLIMIT_NOFILE, 64}: what it may use at most, for itself and for good.
struct ResourceLimit {
  int resource;
  rlim_t value;
};

struct SpawnOptions {
  Ready ready = {};
  std::chrono::milliseconds ready_within = patience();
  /// Between SIGTERM and SIGKILL when it is stopped.
  std::chrono::milliseconds grace = std::chrono::seconds(5);
  /// Set on top of the environment of this program; of one that is given twice the last one counts. A PATH among them
  /// is also the one in which the program is looked for.
  std::vector<std::pair<std::string, std::string>> environment = {};
  /// Where it starts; empty: where this thread is. The path of a program that is relative is relative to it.
  std::filesystem::path directory = {};
  /// It may end by itself while nobody waits for it. Of any other program that is a failure of the test: a server that
  /// has crashed, for example.
  bool may_end = false;

  /// What it reads from its standard input, a pipe, before the end of it; it need not read it. Empty: /dev/null.
  std::string input = {};
  /// The file that is its standard input, in place of `input`.
  std::filesystem::path input_file = {};

  /// Standard error is not a part of Process::output(), but Process::errors().
  bool errors_apart = false;
  /// A file that all of its output goes to as well: made anew, and complete when the program has been waited for.
  std::filesystem::path output_file = {};
  /// Called with its output, on a thread of netlair's own, a little after it has come; with all of it by the time that
  /// the Process is destroyed. That thread serves all programs of the host: whoever waits there keeps them waiting.
  /// An exception is a failure of the test.
  std::function<void(std::string_view)> on_output = {};

  /// Whose rights it has, by name or number: that user's, and of the user's groups. Without privilege there is one user
  /// only, root.
  std::string user = {};
  /// In place of the user's groups, by name or number.
  std::string group = {};
  /// Of this program's, which it has by the numbers that come first, 3 or more: {3, socket.get()}.
  std::vector<std::pair<int, int>> descriptors = {};
  std::vector<ResourceLimit> limits = {};

  /// For conditions, see Ready::begin: what is to look at its output as it comes, whoever reads it first, and
  /// descriptors of this program's that are to be read while it lives.
  std::vector<std::shared_ptr<detail::OutputWatcher>> output_watchers = {};
  std::vector<std::shared_ptr<detail::SideChannel>> side_channels = {};
};

}  // namespace netlair
