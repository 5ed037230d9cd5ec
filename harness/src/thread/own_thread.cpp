// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/own_thread.hpp>
#include <netlair/netns/blocked_signals.hpp>
#include <netlair/netns/error.hpp>

#include "thread/task_mark.hpp"

#include <system_error>
#include <utility>

#include <linux/close_range.h>
#include <pthread.h>
#include <unistd.h>

#if defined(__SANITIZE_THREAD__)
#define NETLAIR_HAS_ONE_TABLE 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define NETLAIR_HAS_ONE_TABLE 1
#endif
#endif

namespace netlair::detail {
std::thread start_own_thread(const char* name, std::function<void()> f) {
  const ScopedBlockedSignals while_it_starts;
  ScopedOwnTask task;
  try {
    std::thread thread([name, f = std::move(f)] {
      const ScopedOwnThread counted;
      ::pthread_setname_np(::pthread_self(), name);
      f();
    });
    task.count();
    return thread;
  } catch (const std::system_error& error) {
    throw Error(Step::kJoin, "pthread_create", error.code().value());
  }
}

bool leave_programs_descriptors() noexcept {
#ifdef NETLAIR_HAS_ONE_TABLE
  return false;
#else
  return ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_UNSHARE) == 0;
#endif
}

}  // namespace netlair::detail
