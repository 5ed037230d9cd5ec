// SPDX-License-Identifier: Apache-2.0
#include "last_task.hpp"

#include <netlair/netns/unique_fd.hpp>

#include <array>
#include <charconv>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace netlair::detail {

// "0.20 0.18 0.12 1/80 11206"
std::optional<pid_t> last_task() noexcept {
  const UniqueFd file(::open("/proc/loadavg", O_RDONLY | O_CLOEXEC));
  std::array<char, 128> buffer{};
  const ssize_t size = file ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
  if (size <= 0) return std::nullopt;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(size));
  const auto begin = text.rfind(' ') + 1;
  pid_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + begin, text.data() + text.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

}  // namespace netlair::detail
