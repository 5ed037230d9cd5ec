// SPDX-License-Identifier: Apache-2.0
// The common error for a value that is refused before the kernel sees it.
#pragma once

#include <string>
#include <string_view>

namespace netlair::detail {

/// Throws Error EINVAL at kCheckValue: "check <field> '<value>': Invalid argument [EINVAL]; <rule>". Bytes of the value
/// that are not printable are shown as \xNN.
[[noreturn]] void refuse(std::string_view field, std::string_view value, const std::string& rule);

/// Calls refuse() if `value` contains a null byte: the kernel would use only the part before it.
void refuse_null(std::string_view field, std::string_view value);

}  // namespace netlair::detail
