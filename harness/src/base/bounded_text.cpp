// SPDX-License-Identifier: Apache-2.0
#include "base/bounded_text.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace netlair::detail {

void BoundedText::append(std::string_view text) {
  const std::size_t room = kKept - head_.size();
  head_.append(text.substr(0, room));
  text.remove_prefix(std::min(room, text.size()));
  end_.append(text);
  if (end_.size() <= 2 * kKept) return;
  dropped_ += end_.size() - kKept;
  end_.erase(0, end_.size() - kKept);
}

std::string_view BoundedText::end() const noexcept {
  return std::string_view(end_).substr(end_.size() - std::min(end_.size(), kKept));
}

std::string BoundedText::str() const {
  const std::uint64_t missing = dropped_ + (end_.size() - end().size());
  if (missing == 0) return head_ + end_;
  std::string text = head_;
  if (!text.ends_with('\n')) text += '\n';
  text += "[netlair: " + std::to_string(missing) + " bytes left out]\n";
  return text.append(end());
}

// If a single line is longer than kMost, only its end is returned.
std::string BoundedText::tail(int lines, std::uint64_t since) const {
  constexpr std::size_t kMost = 65536;
  std::string last = end_.size() < kMost ? head_ + end_ : end_;
  const std::uint64_t wanted = size() - std::min(since, size());
  if (last.size() > wanted) last.erase(0, last.size() - wanted);
  if (last.size() > kMost) {
    last.erase(0, last.size() - kMost);
    if (const auto next = last.find('\n'); next + 1 < last.size()) last.erase(0, next + 1);
  }
  std::vector<std::string> each_line;
  std::istringstream text(last);
  for (std::string line; std::getline(text, line);) each_line.push_back("  | " + line);
  const auto skipped = std::max<std::ptrdiff_t>(0, std::ssize(each_line) - lines);
  std::string result;
  for (auto each = each_line.begin() + skipped; each != each_line.end(); ++each)
    result += (result.empty() ? "" : "\n") + *each;
  return result.empty() ? "  | (no output)" : result;
}

}  // namespace netlair::detail
