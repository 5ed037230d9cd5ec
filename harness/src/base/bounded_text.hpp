// SPDX-License-Identifier: Apache-2.0
// A text that may become longer than there is memory for: its beginning and its end are kept, and what was between them
// is counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netlair::detail {

class BoundedText {
 public:
  /// Of the beginning, and of the end: so the whole is 3 MiB at most.
  static constexpr std::size_t kKept = std::size_t{1} << 20U;

  void append(std::string_view text);
  /// With "[netlair: 1024 bytes left out]" on a line of its own where something is missing.
  std::string str() const;
  /// The last `lines` of what is behind its first `since` bytes, of 64 KiB at most, indented, for an error message.
  std::string tail(int lines, std::uint64_t since = 0) const;
  /// All that has been appended.
  std::uint64_t size() const noexcept { return head_.size() + dropped_ + end_.size(); }

 private:
  std::string_view end() const noexcept;

  std::string head_;
  std::string end_;  // cut off only when it has become twice as long as what is kept of it
  std::uint64_t dropped_ = 0;
};

}  // namespace netlair::detail
