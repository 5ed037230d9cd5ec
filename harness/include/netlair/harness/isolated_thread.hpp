// SPDX-License-Identifier: Apache-2.0
// A thread for code that changes the namespaces of its thread. It runs functions one after the other, each to its end,
// and ends with the object; whatever has become of its namespaces ends with it, and no other code ever runs on it.
#pragma once

#include <netlair/netns/netns.hpp>

#include <functional>
#include <memory>

namespace netlair {

class IsolatedThread {
 public:
  /// A thread in the namespaces of the calling thread. Throws Error at kJoin when there is no thread to be had.
  IsolatedThread();
  /// A thread inside `ns`. Throws Error at kJoin or kSetns.
  explicit IsolatedThread(const NetNs& ns);
  IsolatedThread(const IsolatedThread&) = delete;
  IsolatedThread& operator=(const IsolatedThread&) = delete;
  /// Waits for the thread to end.
  ~IsolatedThread();

  /// Is the calling thread one of these?
  static bool is_current() noexcept;

  /// Calls `f` on the thread and waits until it has returned; rethrows here what it threw there. One caller at a time,
  /// and not from the thread itself.
  void run(std::function<void()> f);

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace netlair
