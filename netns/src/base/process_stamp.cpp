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

// A page that the kernel fills with zeroes in a child, MADV_WIPEONFORK (Linux 4.14).
Number* make_page() noexcept {
  const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* const page = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED || ::madvise(page, size, MADV_WIPEONFORK) != 0) return &without_a_page;
  return new (page) Number;
}

std::atomic<Number*> page = nullptr;  // NOLINT(*-avoid-non-const-global-variables)

// The first caller makes the page; that may be a constructor before main(). This code takes no lock, since in a child
// of a raw clone(2) the lock might be held for ever.
Number& number_of_this_process() noexcept {
  if (Number* const there = page.load()) return *there;
  Number* const made = make_page();
  Number* none = nullptr;
  return page.compare_exchange_strong(none, made) ? *made : *none;
}
// Makes the page when the library is loaded at the latest. If a parent and its child each made one, both could have the
// same number.
[[maybe_unused]] const Number& kMade = number_of_this_process();

}  // namespace

// If two threads of a child come here first, both use the number that one of them takes.
ProcessStamp ProcessStamp::of_this_process() noexcept {
  Number& number = number_of_this_process();
  std::uint64_t here = number.load(std::memory_order_relaxed);
  if (here != 0) return ProcessStamp(here);
  const std::uint64_t next = last_number.fetch_add(1) + 1;
  return ProcessStamp(number.compare_exchange_strong(here, next) ? next : here);
}

}  // namespace netlair::detail
