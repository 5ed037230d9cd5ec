// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/alternative_name.hpp>

#include "base/check.hpp"

#include <cstddef>
#include <ostream>
#include <utility>

namespace netlair {
namespace {

constexpr std::size_t kMost = 127;  // ALTIFNAMSIZ, without the null byte at the end

}  // namespace

AlternativeName::AlternativeName(std::string name) : text_(std::move(name)) {
  detail::refuse_null("alternative name", text_);
  if (text_.empty() || text_.size() > kMost)
    detail::refuse("alternative name", text_,
                   "it has " + std::to_string(text_.size()) + " bytes, and may have 1 to " + std::to_string(kMost));
}

std::ostream& operator<<(std::ostream& out, const AlternativeName& name) {
  return out << name.str();
}

}  // namespace netlair
