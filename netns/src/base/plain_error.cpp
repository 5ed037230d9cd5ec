// SPDX-License-Identifier: Apache-2.0
#include "base/plain_error.hpp"

#include <algorithm>
#include <cerrno>

namespace netlair::detail {

PlainError plain_error(Step step, const char* object) noexcept {
  return {.step = step, .object = object, .error_number = errno};
}

void set_text(PlainError& error, std::string_view text) noexcept {
  const std::size_t size = std::min(text.size(), error.text.size() - 1);
  std::copy_n(text.begin(), size, error.text.begin());
  error.text[size] = '\0';
}

}  // namespace netlair::detail
