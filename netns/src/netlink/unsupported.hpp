// SPDX-License-Identifier: Apache-2.0
// What the kernel tells of an object that netlair's type for it cannot say, in words: whoever sent it back without that
// would make something else.
#pragma once

#include "netlink/attributes.hpp"

#include <span>
#include <string>
#include <string_view>

namespace netlair::detail {

/// What an attribute is called in the words of ip(8).
struct AttributeWord {
  int type;
  const char* word;
};

class Unsupported {
 public:
  /// Once each.
  void add(std::string_view word);
  /// Each attribute whose type is not in `carried`: as `words` have it, or "attribute 77".
  template <class Types>
  void add_beyond(const Attributes& attributes, const Types& carried, std::span<const AttributeWord> words) {
    attributes.for_each([&](int type, Bytes /*value*/) {
      for (const auto each : carried)
        if (static_cast<int>(each) == type) return;
      add_attribute(type, words);
    });
  }

  /// "l3mdev, goto"; empty when there is nothing.
  const std::string& text() const noexcept { return text_; }

 private:
  void add_attribute(int type, std::span<const AttributeWord> words);

  std::string text_;
};

/// Throws Error EINVAL at kCheckValue for an object that has such words: whoever wants it sent has to use `program`.
[[noreturn]] void refuse_unsupported(std::string_view field, std::string_view value, const std::string& words,
                                     const std::string& program);

}  // namespace netlair::detail
