// SPDX-License-Identifier: Apache-2.0
// Names those properties of a kernel object, such as a route, that netlair's type for it cannot express. Sending the
// object back without them would make a different object.
#pragma once

#include "netlink/attributes.hpp"

#include <span>
#include <string>
#include <string_view>

namespace netlair::detail {

/// The name that ip(8) has for an attribute.
struct AttributeWord {
  int type;
  const char* word;
};

class Unsupported {
 public:
  /// Adds `word`, unless it is there already.
  void add(std::string_view word);
  /// Adds each attribute whose type is not in `carried`: by its name in `words`, or as "attribute 77".
  template <class Types>
  void add_others(const Attributes& attributes, const Types& carried, std::span<const AttributeWord> words) {
    attributes.for_each([&](int type, Bytes /*value*/) {
      for (const auto each : carried)
        if (static_cast<int>(each) == type) return;
      add_attribute(type, words);
    });
  }

  /// "l3mdev, goto"; empty if there is nothing unsupported.
  const std::string& text() const noexcept { return text_; }

 private:
  void add_attribute(int type, std::span<const AttributeWord> words);

  std::string text_;
};

/// Throws Error EINVAL at kCheckValue for an object that has the unsupported properties `words`. The error advises to
/// use `program` instead.
[[noreturn]] void refuse_unsupported(std::string_view field, std::string_view value, const std::string& words,
                                     const std::string& program);

}  // namespace netlair::detail
