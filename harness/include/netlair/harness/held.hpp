// SPDX-License-Identifier: Apache-2.0
// What this process holds of namespaces that are not its own: threads in them, sockets of them, descriptors that keep
// them; and its children. Found by asking the kernel, so whoever has made them. Not meant to be used by itself: the
// fixtures look for what a test has left behind.
#pragma once

#include <netlair/netns/remembered_fd.hpp>

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
  ~HeldWatch() = default;

  /// What is there now does not count. Some microseconds where the numbers of threads and of descriptors are the same
  /// as the last time, unless each is to be looked at `anew`.
  void mark(bool anew = false);

  /// What has come since mark(), a line each: "descriptor 7: tcp 0.0.0.0:80, listening", "descriptor 8: a network
  /// namespace", "thread 123 'worker'", "process 124 'sleep 60', ended now". A thread that is on its way out, and a
  /// descriptor that one is about to close, are waited for, a second and a half at most. A child in another network
  /// than the calling thread's is killed and reaped, unless it is a Process. What has been told is not told again.
  /// What cannot be looked at is told as well.
  std::vector<std::string> take_new();

 private:
  struct Descriptor {
    auto operator<=>(const Descriptor&) const = default;  // NOLINT(modernize-use-nullptr): a 0 of the compiler's
    int number;
    dev_t device;
    ino_t inode;
  };
  std::size_t count_threads();
  std::size_t count_descriptors();
  std::vector<std::string> new_threads() const;
  std::vector<std::string> new_descriptors() const;
  std::vector<std::string> new_threads_and_descriptors() const;
  std::set<pid_t> children_of_this_process() const;
  std::set<pid_t> new_children() const;
  void take_children(std::vector<std::string>& texts) const;
  std::set<Descriptor> open_descriptors() const;

  RememberedFd tasks_;        // /proc/self/task
  RememberedFd descriptors_;  // /proc/self/fd
  std::size_t threads_before_ = 0;
  std::size_t descriptors_before_ = 0;
  std::set<pid_t> known_threads_;
  std::set<Descriptor> known_descriptors_;
  std::set<pid_t> known_children_;
};

}  // namespace netlair::detail
