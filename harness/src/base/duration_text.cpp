// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/duration_text.hpp>

namespace netlair::detail {

std::string in_words(std::chrono::milliseconds time) {
  const auto count = time.count();
  return count != 0 && count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

}  // namespace netlair::detail
