// SPDX-License-Identifier: Apache-2.0
// How a program is started, besides its arguments.
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

/// One limit of getrlimit(2), as in {RLIMIT_NOFILE, 64}: both the soft and the hard limit of the program.
struct ResourceLimit {
  int resource;
  rlim_t value;
};

struct SpawnOptions {
  Ready ready = {};
  std::chrono::milliseconds ready_within = patience();
  /// The time between SIGTERM and SIGKILL when the program is stopped.
  std::chrono::milliseconds grace = std::chrono::seconds(5);
  /// Variables in addition to, or in place of, those of this program; if one is given twice, the last one counts. If
  /// PATH is given, the program is looked up in that PATH.
  std::vector<std::pair<std::string, std::string>> environment = {};
  /// The program's working directory; empty: this thread's. If the program's path is relative, it is relative to this
  /// directory.
  std::filesystem::path directory = {};
  /// The program may end by itself without the test waiting for it. For any other program such an end fails the test: a
  /// server may have crashed, for example.
  bool may_end = false;

  /// What the program reads from its standard input, a pipe, before end-of-file. The program need not read it. Empty:
  /// /dev/null.
  std::string input = {};
  /// A file for standard input, in place of `input`.
  std::filesystem::path input_file = {};

  /// Standard error goes to Process::errors() instead of Process::output().
  bool errors_apart = false;
  /// A file that also gets all of the output. It is created or emptied, and is complete once the program has been
  /// waited for.
  std::filesystem::path output_file = {};
  /// Called with the output shortly after it arrives, on a thread of netlair's own that serves all programs of the
  /// host: a callback that blocks delays them. What is left at the end it gets from the destructor of the Process, on
  /// that one's thread. An exception fails the test.
  std::function<void(std::string_view)> on_output = {};

  /// The user that the program runs as, by name or number, with that user's groups. Without privilege root is the only
  /// user.
  std::string user = {};
  /// A group in place of the user's groups, by name or number.
  std::string group = {};
  /// Pairs {number in the program, 3 or more; descriptor of this program}, as in {3, socket.get()}.
  std::vector<std::pair<int, int>> descriptors = {};
  std::vector<ResourceLimit> limits = {};

  /// For conditions, see Ready::begin. Watchers see the output as it arrives, no matter which thread reads it first.
  /// Side channels are descriptors of this program that are read while the program lives.
  std::vector<std::shared_ptr<detail::OutputWatcher>> output_watchers = {};
  std::vector<std::shared_ptr<detail::SideChannel>> side_channels = {};
};

}  // namespace netlair
