// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/process_stamp.hpp>

#include <atomic>

#include <sys/mman.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

using Number = std::atomic<std::uint64_t>;
static_assert(Number::is_always_lock_free);

Number last_number = 0;     // NOLINT(*-avoid-non-const-global-variables): a child goes on from its parent's
Number without_a_page = 0;  // NOLINT(*-avoid-non-const-global-variables)

// A page that is all zeroes in a child, MADV_WIPEONFORK (Linux 4.14).
Number* make_page() noexcept {
  const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED || ::madvise(page, size, MADV_WIPEONFORK) != 0) return &without_a_page;
  return new (page) Number;
}

// When the library is loaded: a child of a raw clone(2) may find any lock taken.
Number* const this_process = make_page();  // NOLINT(*-avoid-non-const-global-variables)

}  // namespace

// Two threads of a child that come here first agree on the number of one of them.
ProcessStamp ProcessStamp::of_this_process() noexcept {
  Number& number = this_process != nullptr ? *this_process : without_a_page;
  std::uint64_t here = number.load(std::memory_order_relaxed);
  if (here != 0) return ProcessStamp(here);
  const std::uint64_t next = last_number.fetch_add(1) + 1;
  return ProcessStamp(number.compare_exchange_strong(here, next) ? next : here);
}

}  // namespace netlair::detail
