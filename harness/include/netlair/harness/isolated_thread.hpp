// SPDX-License-Identifier: Apache-2.0
// A thread for code that changes the namespaces of its thread. It runs functions one after the other, each to its end.
// The thread ends with the object, and its namespaces end with it; no other code ever runs on that thread.
//
// If such a function forks a child, and the child returns from the function, the child is ended: see stray_child.hpp.
#pragma once

#include <netlair/netns/netns.hpp>

#include <exception>
#include <functional>
#include <memory>

namespace netlair {

class IsolatedThread {
 public:
  /// A thread that starts with the first call, in the namespaces of the calling thread.
  IsolatedThread();
  /// The same for code that is not test code: the thread inherits only the namespaces.
  struct Bare {};
  explicit IsolatedThread(Bare tag);
  /// A thread inside `ns`. Throws Error at kJoin or kSetns.
  explicit IsolatedThread(const NetNs& ns);
  IsolatedThread(const IsolatedThread&) = delete;
  IsolatedThread& operator=(const IsolatedThread&) = delete;
  /// Waits for the thread to end.
  ~IsolatedThread();

  /// Is the calling thread the thread of an IsolatedThread?
  static bool is_current() noexcept;

  /// What the thread does after a call: wait for the next call, or end, which saves waking it up to end it. A call
  /// after the last one runs on a new thread.
  enum class Then { kWait, kEnd };

  /// Calls `f` on the thread, waits until it returns, and rethrows what it throws. While it waits, the calling thread
  /// blocks standard signals: signals to the process are for the thread that works. One caller at a time, and never the
  /// thread itself. The first call throws Error at kJoin if no thread can be created. A call in which `f` ends the
  /// thread, by pthread_exit(3) for example, throws Error at kJoin with ECANCELED; the next call then runs on a new
  /// thread.
  void run(std::function<void()> f, Then then = Then::kWait);

  /// Like run(), but does not wait. An exception of `f` is not caught: it ends the program at the place of the throw.
  /// `f` may end the thread.
  void start(std::function<void()> f, Then then = Then::kWait);
  /// Returns when the function that was started has returned. The destructor and the next run() or start() wait too.
  /// Returns an exception, Error at kJoin, if the function ended the thread instead, see run().
  std::exception_ptr wait();

  /// Does the thread exist? It does from the first call until a call that ends it. Call this only between calls.
  bool has_a_thread() const noexcept;

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;
};

namespace detail {

/// What a new thread inherits from the thread that creates it, GoogleTest's traces for example. The Inherit function
/// runs on the old thread. The Inheritance that it returns runs on the new thread, and its result lives as long as that
/// thread.
using Inheritance = std::function<std::shared_ptr<void>()>;
using Inherit = Inheritance (*)();
/// Set once, before there is a second thread.
void inherit_with(Inherit function) noexcept;

}  // namespace detail
}  // namespace netlair
