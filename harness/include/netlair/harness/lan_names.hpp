// SPDX-License-Identifier: Apache-2.0
// The interface of a network that leads nowhere, and its addresses, see add_lan().
#pragma once

#include <string_view>

namespace netlair {

inline constexpr std::string_view kLanInterface = "lan0";
inline constexpr std::string_view kLanIpv4 = "198.18.0.1/15";   ///< RFC 2544: reserved for tests
inline constexpr std::string_view kLanIpv6 = "2001:db8::1/32";  ///< RFC 3849: reserved for documentation

}  // namespace netlair
