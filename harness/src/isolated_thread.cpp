// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/isolated_thread.hpp>
#include <netlair/netns/error.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace netlair {

struct IsolatedThread::Worker {
  enum class State { kIdle, kPosted, kDone, kEnding };

  void loop() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return state == State::kPosted || state == State::kEnding; });
      if (state == State::kEnding) return;
      lock.unlock();
      call();
      lock.lock();
      state = State::kDone;
      changed.notify_all();
    }
  }

  void call() noexcept {
    try {
      function();
    } catch (...) {
      failure = std::current_exception();
    }
    function = nullptr;  // what it holds is destroyed where it ran
  }

  void post(std::function<void()> f) {
    std::unique_lock lock(mutex);
    function = std::move(f);
    state = State::kPosted;
    changed.notify_all();
    changed.wait(lock, [&] { return state == State::kDone; });
    state = State::kIdle;
  }

  void end() {
    {
      const std::lock_guard lock(mutex);
      state = State::kEnding;
    }
    changed.notify_all();
    thread.join();
  }

  std::mutex mutex;
  std::condition_variable changed;
  State state = State::kIdle;
  std::function<void()> function;
  std::exception_ptr failure;
  std::thread thread;
};

namespace {

bool& this_thread_is_isolated() noexcept {
  thread_local bool isolated = false;
  return isolated;
}

}  // namespace

bool IsolatedThread::is_current() noexcept {
  return this_thread_is_isolated();
}

IsolatedThread::IsolatedThread() : worker_(std::make_unique<Worker>()) {
  try {
    worker_->thread = std::thread([worker = worker_.get()] {
      this_thread_is_isolated() = true;
      worker->loop();
    });
  } catch (const std::system_error& error) {
    throw Error(Step::kJoin, "pthread_create", error.code().value());
  }
}

IsolatedThread::IsolatedThread(const NetNs& ns) : IsolatedThread() {
  run([&] { ns.enter(); });
}

IsolatedThread::~IsolatedThread() {
  worker_->end();
}

void IsolatedThread::run(std::function<void()> f) {
  worker_->post(std::move(f));
  if (std::exception_ptr failure = std::exchange(worker_->failure, nullptr)) std::rethrow_exception(failure);
}

}  // namespace netlair
