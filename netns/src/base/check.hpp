// SPDX-License-Identifier: Apache-2.0
// One form for every value that is refused before the kernel sees it.
#pragma once

#include <string>
#include <string_view>

namespace netlair::detail {

/// Throws Error EINVAL at kCheckValue: "check <field> '<value>': Invalid argument [EINVAL]; <rule>". Bytes of the value
/// that are not printable are shown as \xNN.
[[noreturn]] void refuse(std::string_view field, std::string_view value, const std::string& rule);

/// refuse() where there is a null byte in it: the kernel would take what is before that.
void refuse_null(std::string_view field, std::string_view value);

}  // namespace netlair::detail
