// SPDX-License-Identifier: Apache-2.0
// A thread for code that changes the namespaces of its thread. It runs functions one after the other, each to its end,
// and ends with the object; whatever has become of its namespaces ends with it, and no other code ever runs on it.
//
// A child that such a function forks, and that returns from the function, ends there: see stray_child.hpp.
#pragma once

#include <netlair/netns/netns.hpp>

#include <exception>
#include <functional>
#include <memory>

namespace netlair {

class IsolatedThread {
 public:
  /// A thread that starts, in the namespaces of the calling thread, with the first call.
  IsolatedThread();
  /// The same for what is no test code: it inherits nothing but the namespaces.
  struct Bare {};
  explicit IsolatedThread(Bare tag);
  /// A thread inside `ns`. Throws Error at kJoin or kSetns.
  explicit IsolatedThread(const NetNs& ns);
  IsolatedThread(const IsolatedThread&) = delete;
  IsolatedThread& operator=(const IsolatedThread&) = delete;
  /// Waits for the thread to end.
  ~IsolatedThread();

  /// Is the calling thread one of these?
  static bool is_current() noexcept;

  /// What the thread does after a call: it waits for the next one, or it ends, which saves waking it up for that. A
  /// call after the last one is on a new thread.
  enum class Then { kWait, kEnd };

  /// Calls `f` on the thread and waits until it has returned; rethrows here what it threw there. While it waits, the
  /// calling thread takes no standard signals: those of the process are for the thread that works. One caller at a
  /// time, and not from the thread itself. The first call throws Error at kJoin when there is no thread to be had; so
  /// does one that ends the thread, by pthread_exit(3) for example, with ECANCELED. The next call is on a new thread
  /// then.
  void run(std::function<void()> f, Then then = Then::kWait);

  /// The same without waiting. What `f` throws is not caught: it ends the program, where it was thrown. It may end the
  /// thread.
  void start(std::function<void()> f, Then then = Then::kWait);
  /// Returns when what was started has returned. So do the destructor and the next run() or start(). Gives an
  /// exception, Error at kJoin, where the function has ended the thread instead, see run().
  std::exception_ptr wait();

  /// Is there a thread, from the first call to one that ends it? Between calls.
  bool has_a_thread() const noexcept;

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;
};

namespace detail {

/// What a new thread inherits of the one that makes it, GoogleTest's traces for example: called on the old thread; what
/// it returns is called on the new one, and the result lives as long as that thread.
using Inheritance = std::function<std::shared_ptr<void>()>;
using Inherit = Inheritance (*)();
/// Set once, before there is a second thread.
void inherit_with(Inherit function) noexcept;

}  // namespace detail
}  // namespace netlair
