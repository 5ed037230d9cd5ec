// SPDX-License-Identifier: Apache-2.0
#include "netlink/unsupported.hpp"

#include "base/check.hpp"

namespace netlair::detail {

void Unsupported::add(std::string_view word) {
  if ((", " + text_ + ", ").find(", " + std::string(word) + ", ") != std::string::npos) return;
  text_ += (text_.empty() ? "" : ", ") + std::string(word);
}

void Unsupported::add_attribute(int type, std::span<const AttributeWord> words) {
  for (const auto& each : words)
    if (each.type == type) return add(each.word);
  add("attribute " + std::to_string(type));
}

void refuse_unsupported(std::string_view field, std::string_view value, const std::string& words,
                        const std::string& program) {
  refuse(field, value,
         "netlair cannot say '" + words + "' to the kernel, and without it would mean another: use " + program);
}

}  // namespace netlair::detail
