// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/line_pattern.hpp>
#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <utility>

#include <regex.h>

namespace netlair {

struct LinePattern::Compiled {
  Compiled(const std::string& text, SourceLocation where) {
    if (text.find('\0') != std::string::npos)
      throw Error(Step::kCheckValue, "a pattern", EINVAL, "it contains a null byte, which would end it").at(where);
    const int error = ::regcomp(&regex, text.c_str(), REG_EXTENDED | REG_NEWLINE);
    if (error == 0) return;
    std::array<char, 256> words{};
    ::regerror(error, &regex, words.data(), words.size());
    throw Error::in_words(Step::kCheckValue, "pattern '" + text + "'", EINVAL, words.data(), "see regex(7)").at(where);
  }
  Compiled(const Compiled&) = delete;
  Compiled& operator=(const Compiled&) = delete;
  ~Compiled() { ::regfree(&regex); }

  regex_t regex{};
};

LinePattern::LinePattern(std::string text, SourceLocation where)
    : text_(std::move(text)), compiled_(std::make_shared<Compiled>(text_, where)) {}

// REG_STARTEND: the text need not end with a null byte, and may contain some (an extension of the BSDs and glibc).
std::optional<std::string_view> LinePattern::find_in(std::string_view lines, More more) const {
  regmatch_t range{0, static_cast<regoff_t>(lines.size())};
  if (::regexec(&compiled_->regex, lines.data(), 1, &range, REG_STARTEND | (more == kMayGoOn ? REG_NOTEOL : 0)) != 0)
    return std::nullopt;
  const auto at = static_cast<std::size_t>(range.rm_so);
  const std::size_t begin = at == 0 ? 0 : lines.rfind('\n', at - 1) + 1;
  return lines.substr(begin, lines.find('\n', at) - begin);
}

}  // namespace netlair
