// SPDX-License-Identifier: Apache-2.0
#include "fresh_thread.hpp"

#include <netlair/netns/error.hpp>

#include <exception>
#include <system_error>
#include <thread>

#include <pthread.h>
#include <signal.h>

namespace netlair::detail {
namespace {

class [[nodiscard]] ScopedSignalsBlocked {
 public:
  ScopedSignalsBlocked() noexcept {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &previous_);
  }
  ScopedSignalsBlocked(const ScopedSignalsBlocked&) = delete;
  ScopedSignalsBlocked& operator=(const ScopedSignalsBlocked&) = delete;
  ~ScopedSignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &previous_, nullptr); }

 private:
  sigset_t previous_{};
};

std::thread start(const std::function<void()>& f, std::exception_ptr& failure) {
  const ScopedSignalsBlocked inherited_by_the_thread;
  return std::thread([&] {
    try {
      f();
    } catch (...) {
      failure = std::current_exception();
    }
  });
}

}  // namespace

void on_fresh_thread(const std::function<void()>& f) {
  std::exception_ptr failure;
  try {
    start(f, failure).join();
  } catch (const std::system_error& error) {
    throw Error(Step::kJoin, "pthread_create", error.code().value());
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace netlair::detail
