// SPDX-License-Identifier: Apache-2.0
// What this process holds of namespaces that are not its own: threads in them, sockets of them, descriptors that keep
// them; and its children. Found by asking the kernel, so whoever has made them. Not meant to be used by itself: the
// fixtures look for what a test has left behind.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <compare>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// By one thread, which is in the program's own namespaces whenever it calls.
class HeldWatch {
 public:
  HeldWatch();
  HeldWatch(const HeldWatch&) = delete;
  HeldWatch& operator=(const HeldWatch&) = delete;

  /// What is there now does not count. Some microseconds where the numbers of threads and of descriptors are the same
  /// as the last time.
  void mark();

  /// What has come since mark(), a line each: "descriptor 7: tcp 0.0.0.0:80, listening", "descriptor 8: a network
  /// namespace", "thread 123 'worker'", "process 124 'sleep 60', ended now". A thread that is on its way out is waited
  /// for, half a second at most. A child is killed, and one that has ended is reaped, unless it is one of `programs`,
  /// or of a Process. What has been told is not told again. Where /proc cannot be read, nothing is found.
  std::vector<std::string> take_new(const std::set<pid_t>& programs);

 private:
  struct Descriptor {
    auto operator<=>(const Descriptor&) const = default;
    int number;
    dev_t device;
    ino_t inode;
  };
  std::size_t count_threads() const;
  std::size_t count_descriptors() const;
  void take_threads(std::vector<std::string>& texts);
  void take_descriptors(std::vector<std::string>& texts);
  void take_children(const std::set<pid_t>& programs, std::vector<std::string>& texts);
  static std::set<Descriptor> open_descriptors();

  UniqueFd tasks_;        // /proc/self/task
  UniqueFd descriptors_;  // /proc/self/fd
  std::size_t threads_before_ = 0;
  std::size_t descriptors_before_ = 0;
  std::set<pid_t> known_threads_;
  std::set<Descriptor> known_descriptors_;
  std::set<pid_t> known_children_;
};

}  // namespace netlair::detail
