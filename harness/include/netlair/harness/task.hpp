// SPDX-License-Identifier: Apache-2.0
// The result of a function that runs on a thread of its own, see Host::async(). The destructor waits for the thread. On
// that thread, GoogleTest's assertions count for the running test at once, as on any thread. join() returns the
// function's value or rethrows its exception. An exception that is never joined is not lost: a fixture makes it a
// failure of its test. One thread at a time may use an object.
#pragma once

#include <netlair/harness/caught.hpp>
#include <netlair/harness/isolated_thread.hpp>
#include <netlair/harness/test_framework.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace netlair {

namespace detail {

/// The function of a Task's thread, and its outcome, which may be read when the thread has ended.
class TaskWork {
 public:
  explicit TaskWork(std::function<void()> function) : function_(std::move(function)) {}

  /// Called on the thread.
  void call();
  bool is_done() const noexcept { return is_done_; }
  int failures() const noexcept { return failures_; }
  /// Takes the exception; null if there was none.
  std::exception_ptr take_failure() noexcept { return std::exchange(failure_, nullptr); }

 private:
  std::function<void()> function_;
  std::exception_ptr failure_;
  std::atomic<int> failures_ = 0;
  std::atomic<bool> is_done_ = false;
};

/// Throws Error at kJoin: the function has neither returned nor thrown, or was joined before.
[[noreturn]] void throw_no_result();

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
 public:
  /// Calls `f` on a new thread, which ends after the call. Throws Error at kJoin if no thread can be created.
  template <class F>
  explicit Task(F f)
      : value_(std::make_unique<std::optional<Value>>()),
        work_(std::make_unique<detail::TaskWork>([value = value_.get(), f = std::make_shared<F>(std::move(f))] {
          if constexpr (std::is_void_v<T>) {
            (*f)();
            value->emplace();
          } else {
            value->emplace((*f)());
          }
        })),
        thread_(std::make_unique<IsolatedThread>()) {
    thread_->start([work = work_.get()] { work->call(); }, IsolatedThread::Then::kEnd);
  }
  Task(Task&&) noexcept = default;
  Task& operator=(Task&&) = delete;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (!thread_) return;  // moved from
    thread_->wait();
    if (const std::exception_ptr unseen = work_->take_failure())
      detail::report_problem("a task that was not joined has thrown: " + detail::describe(unseen));
    else if (!is_joined_ && !value_->has_value())
      detail::report_problem(
          "the thread of a task that was not joined was ended by pthread_exit() or pthread_cancel()");
  }

  /// Waits until the function ends; returns what it returned, or rethrows what it threw. May be called once: throws
  /// Error at kJoin (ECANCELED) after that, or if pthread_exit(3) or pthread_cancel(3) has ended the thread.
  T join() {
    thread_->wait();
    is_joined_ = true;
    if (const std::exception_ptr failure = work_->take_failure()) std::rethrow_exception(failure);
    if (!value_->has_value()) detail::throw_no_result();
    [[maybe_unused]] Value value = std::move(*std::exchange(*value_, std::nullopt));
    if constexpr (!std::is_void_v<T>) return static_cast<T>(std::move(value));
  }

  /// Would join() return without waiting?
  bool is_done() const noexcept { return work_->is_done(); }

  /// How many of GoogleTest's assertions have failed on the thread; 0 while it runs.
  int failures() const noexcept { return work_->failures(); }

 private:
  using Value = std::conditional_t<
      std::is_void_v<T>, std::monostate,
      std::conditional_t<std::is_reference_v<T>, std::reference_wrapper<std::remove_reference_t<T>>, T>>;

  std::unique_ptr<std::optional<Value>> value_;
  std::unique_ptr<detail::TaskWork> work_;
  std::unique_ptr<IsolatedThread> thread_;
  bool is_joined_ = false;
};

}  // namespace netlair
