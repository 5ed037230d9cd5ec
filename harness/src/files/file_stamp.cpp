// SPDX-License-Identifier: Apache-2.0
#include "files/file_stamp.hpp"

#include <array>
#include <atomic>

#include <sys/stat.h>
#include <time.h>

namespace netlair::detail {

void stamp(const UniqueFd& file) noexcept {
  static std::atomic<long> count = 0;
  constexpr long kBillion = 1'000'000'000;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const std::array<timespec, 2> times{timespec{0, UTIME_OMIT}, timespec{now.tv_sec, count++ % kBillion}};
  ::futimens(file.get(), times.data());
}

}  // namespace netlair::detail
