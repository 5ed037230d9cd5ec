// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/stray_child.hpp>

#include <atomic>
#include <iostream>
#include <new>

#include <sys/mman.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

static_assert(std::atomic<unsigned>::is_always_lock_free);

// In memory that a process shares with what it forks. Without such memory the children are ended all the same.
std::atomic<unsigned>* shared_count() noexcept {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
  static std::atomic<unsigned>* const count = [] {
    void* memory =
        ::mmap(nullptr, sizeof(std::atomic<unsigned>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory != MAP_FAILED ? new (memory) std::atomic<unsigned>(0) : nullptr;
  }();
  return count;
}

}  // namespace

StrayChildGuard::StrayChildGuard() noexcept {
  shared_count();
}

StrayChildGuard::~StrayChildGuard() {
  if (owner_ == ::getpid()) return;
  if (shared_count() != nullptr) ++*shared_count();
  std::cerr << "netlair: process " << ::getpid() << " was forked by a test and has come back from it: it ends here, "
            << "with status 1. End such a child with _exit()." << std::endl;
  ::_exit(1);
}

unsigned stray_children() noexcept {
  return shared_count() != nullptr ? shared_count()->load() : 0;
}

}  // namespace netlair::detail
