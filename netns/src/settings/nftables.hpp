// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace netlair::detail {

/// The fix where there is no nft(8).
inline constexpr const char* kNftMissing = "the nft program is not installed: it is in the package nftables";

}  // namespace netlair::detail
