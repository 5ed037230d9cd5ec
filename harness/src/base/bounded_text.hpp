// SPDX-License-Identifier: Apache-2.0
// A text that may become larger than memory: its beginning and its end are kept, and the bytes between them are
// counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netlair::detail {

class BoundedText {
 public:
  /// The number of bytes kept of the beginning, and of the end. The whole is at most 3 MiB, see end_.
  static constexpr std::size_t kKept = std::size_t{1} << 20U;

  void append(std::string_view text);
  /// If bytes are missing, a line "[netlair: 1024 bytes left out]" stands in their place.
  std::string str() const;
  /// The last `lines` lines of what follows the first `since` bytes, at most 64 KiB, indented, for an error message.
  std::string tail(int lines, std::uint64_t since = 0) const;
  /// The number of bytes that have been appended.
  std::uint64_t size() const noexcept { return head_.size() + dropped_ + end_.size(); }

 private:
  std::string_view end() const noexcept;

  std::string head_;
  std::string end_;  // cut only when it is twice as long as the part that is kept
  std::uint64_t dropped_ = 0;
};

}  // namespace netlair::detail
