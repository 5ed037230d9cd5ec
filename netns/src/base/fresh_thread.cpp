// SPDX-License-Identifier: Apache-2.0
#include "base/fresh_thread.hpp"

#include <netlair/netns/blocked_signals.hpp>
#include <netlair/netns/error.hpp>

#include <exception>
#include <system_error>
#include <thread>

namespace netlair::detail {
namespace {

std::thread start(const std::function<void()>& f, std::exception_ptr& failure) {
  const ScopedBlockedSignals inherited_by_the_thread;
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
