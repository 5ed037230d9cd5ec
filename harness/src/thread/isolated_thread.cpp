// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/caught.hpp>
#include <netlair/harness/isolated_thread.hpp>
#include <netlair/harness/stray_child.hpp>
#include <netlair/netns/blocked_signals.hpp>
#include <netlair/netns/error.hpp>

#include <cerrno>
#include <exception>
#include <semaphore>
#include <system_error>
#include <thread>
#include <utility>

namespace netlair {
namespace {

bool& this_thread_is_isolated() noexcept {
  thread_local bool isolated = false;
  return isolated;
}

detail::Inherit& inherit() noexcept {
  static detail::Inherit function = nullptr;
  return function;
}

// While a thread waits for the one that works, it blocks the standard signals, so that signals of the process reach the
// thread that works: test code may block them (signalfd(2), sigwait(3)), or want a system call interrupted. Real-time
// signals are left alone.
constexpr int kFirstRealTime = 32;

std::exception_ptr ended_in_a_call() {
  return std::make_exception_ptr(
      Error(Step::kJoin, "in the middle of a call", ECANCELED,
            "the function has ended its thread by pthread_exit(), or another thread has by pthread_cancel()"));
}

}  // namespace

// Only one thread waits on each semaphore. A call costs one wake-up in each direction; the last call needs no extra one
// to end the thread.
struct IsolatedThread::Worker {
  void loop() {
    const EndOfThread at_the_end(*this);
    for (;;) {
      posted.acquire();
      if (function || !ending) call();
      if (ending) return;
      done.release();
    }
  }

  // Runs also when the function ends the thread by pthread_exit(3) or pthread_cancel(3), which unwind the stack: the
  // caller waits.
  struct EndOfThread {
    explicit EndOfThread(Worker& its) : worker(its) {}
    EndOfThread(const EndOfThread&) = delete;
    EndOfThread& operator=(const EndOfThread&) = delete;
    ~EndOfThread() {
      worker.function = nullptr;
      if (worker.is_in_a_call) worker.failure = ended_in_a_call();
      if (!std::exchange(worker.ending, true)) worker.done.release();
    }
    Worker& worker;
  };

  void call() {
    const detail::StrayChildGuard guard;
    is_in_a_call = true;
    if (unguarded)
      function();
    else
      failure = detail::caught(function);
    is_in_a_call = false;
    function = nullptr;  // its captured objects are destroyed on the thread where it ran
  }

  void post(std::function<void()> f, bool without_a_catch, Then then) {
    wait();
    function = std::move(f);
    unguarded = without_a_catch;
    is_in_a_call = false;
    is_last = then == Then::kEnd;
    ending = is_last;
    is_called = true;
    posted.release();
    if (!thread.joinable()) start();  // the new thread finds its first function posted
  }

  void start() {
    detail::Inheritance inheritance = inherits && inherit() != nullptr ? inherit()() : nullptr;
    try {
      thread = std::thread([this, inheritance = std::move(inheritance)] {
        this_thread_is_isolated() = true;
        const std::shared_ptr<void> inherited = inheritance ? inheritance() : nullptr;
        loop();
      });
    } catch (const std::system_error& error) {
      is_called = false;
      posted.acquire();
      throw Error(Step::kJoin, "pthread_create", error.code().value());
    }
  }

  void wait() {
    if (!std::exchange(is_called, false)) return;
    const detail::ScopedBlockedSignals while_it_waits(kFirstRealTime);
    if (!is_last) done.acquire();
    if (is_last || ending) thread.join();
  }

  void end() {
    wait();
    if (!thread.joinable()) return;
    ending = true;
    posted.release();
    thread.join();
  }

  std::binary_semaphore posted{0};
  std::binary_semaphore done{0};
  // Used by the caller only.
  bool inherits = true;
  bool is_called = false;
  bool is_last = false;
  // Used by either side in turn, as the semaphores say.
  bool ending = false;
  bool unguarded = false;
  bool is_in_a_call = false;
  std::function<void()> function;
  std::exception_ptr failure;
  std::thread thread;
};

bool IsolatedThread::is_current() noexcept {
  return this_thread_is_isolated();
}

IsolatedThread::IsolatedThread() : worker_(std::make_unique<Worker>()) {}

IsolatedThread::IsolatedThread(Bare /*tag*/) : IsolatedThread() {
  worker_->inherits = false;
}

IsolatedThread::IsolatedThread(const NetNs& ns) : IsolatedThread() {
  run([&] { ns.enter(); });
}

IsolatedThread::~IsolatedThread() {
  worker_->end();
}

void IsolatedThread::run(std::function<void()> f, Then then) {
  worker_->post(std::move(f), false, then);
  if (const std::exception_ptr failure = wait()) std::rethrow_exception(failure);
}

void IsolatedThread::start(std::function<void()> f, Then then) {
  worker_->post(std::move(f), true, then);
}

std::exception_ptr IsolatedThread::wait() {
  worker_->wait();
  return std::exchange(worker_->failure, nullptr);
}

bool IsolatedThread::has_a_thread() const noexcept {
  return worker_->thread.joinable();
}

void detail::inherit_with(Inherit function) noexcept {
  inherit() = function;
}

}  // namespace netlair
