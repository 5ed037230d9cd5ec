// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/stray_child.hpp>

#include <atomic>
#include <iostream>
#include <new>

#include <pthread.h>
#include <sys/single_threaded.h>

#include <sys/mman.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

static_assert(std::atomic<unsigned>::is_always_lock_free);

// The count is in memory that a process shares with its forked children. Without such memory the children are still
// ended, but not counted.
std::atomic<unsigned>* shared_count() noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
  static std::atomic<unsigned>* const count = [] {
    void* memory =
        ::mmap(nullptr, sizeof(std::atomic<unsigned>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory != MAP_FAILED ? new (memory) std::atomic<unsigned>(0) : nullptr;
  }();
  return count;
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
thread_local bool had_threads = false;  // at this thread's last fork()

std::atomic<bool>& is_child_of_several_threads() noexcept {
  static constinit std::atomic<bool> is = false;
  return is;
}

// Registered before there is a second thread.
[[maybe_unused]] const int kWatching = ::pthread_atfork([] { had_threads = __libc_single_threaded == 0; }, nullptr,
                                                        [] {
                                                          if (had_threads) is_child_of_several_threads() = true;
                                                        });

}  // namespace

StrayChildGuard::StrayChildGuard() noexcept {
  shared_count();
}

StrayChildGuard::~StrayChildGuard() {
  if (owner_.is_of_this_process()) return;
  if (shared_count() != nullptr) ++*shared_count();
  std::cerr << "netlair: process " << ::getpid() << " was forked by a test and has come back from it: it ends here, "
            << "with status 1. End such a child with _exit()." << std::endl;
  ::_exit(1);
}

unsigned stray_children() noexcept {
  return shared_count() != nullptr ? shared_count()->load() : 0;
}

}  // namespace netlair::detail

// Called by LeakSanitizer, if the program has it, before it looks for leaks. If the parent has several threads, only
// the one that forked exists in the child: what the others referred to looks like a leak there, in a death test for
// example. Weak, so that a program can define its own.
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" [[gnu::weak]] int __lsan_is_turned_off();
// NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming)
extern "C" int __lsan_is_turned_off() {
  return netlair::detail::is_child_of_several_threads() ? 1 : 0;
}
