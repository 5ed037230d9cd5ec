// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/task.hpp>
#include <netlair/netns/error.hpp>

#include <cerrno>

namespace netlair::detail {
namespace {

int failures_on_this_thread() {
  const auto count = test_framework().failures_on_this_thread;
  return count != nullptr ? count() : 0;
}

}  // namespace

// The destructor marks the work as done also if the function ends the thread, which unwinds the stack: a thread that
// waits must be notified.
void TaskWork::call() {
  struct TellTheEnd {
    explicit TellTheEnd(TaskWork& its) : work(its) {}
    TellTheEnd(const TellTheEnd&) = delete;
    TellTheEnd& operator=(const TellTheEnd&) = delete;
    ~TellTheEnd() {
      work.failures_ = failures_on_this_thread();
      work.is_done_ = true;
    }
    TaskWork& work;
  } const at_the_end(*this);
  failure_ = caught(std::exchange(function_, nullptr));
}

void throw_no_result() {
  throw Error(Step::kJoin, "a task", ECANCELED,
              "it was joined before, or pthread_exit() or pthread_cancel() has ended its thread");
}

}  // namespace netlair::detail
