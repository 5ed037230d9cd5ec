// SPDX-License-Identifier: Apache-2.0
// What this process holds of namespaces that are not its own: threads in them, sockets of them, descriptors that keep
// them alive; and its child processes. The kernel is asked, so it does not matter which code made them. Not for direct
// use: the fixtures use it to find what a test has left behind.
#pragma once

#include <netlair/netns/remembered_fd.hpp>

#include <compare>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <sys/types.h>

namespace netlair::detail {

/// Used by one thread only, which must be in the program's own namespaces at each call.
class HeldWatch {
 public:
  HeldWatch();
  HeldWatch(const HeldWatch&) = delete;
  HeldWatch& operator=(const HeldWatch&) = delete;
  ~HeldWatch() = default;

  /// What exists now is not reported later. Takes some microseconds if the numbers of threads and of descriptors are
  /// the same as at the last call, unless `anew` asks to look at each of them.
  void mark(bool anew = false);

  /// Returns what is new since mark(), one line each: "descriptor 7: tcp 0.0.0.0:80, listening", "descriptor 8: a
  /// network namespace", "thread 123 'worker'", "process 124 'sleep 60', ended now". Waits at most a second and a half
  /// for threads that are about to end, and for descriptors that such a thread is about to close. Kills and reaps a
  /// child that is in another network than the calling thread's, unless the child belongs to a Process. Reports nothing
  /// twice. Also reports what cannot be looked at.
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
