// SPDX-License-Identifier: Apache-2.0
// Packet filters and address translation (nftables). Runs the nft(8) program in the namespace, since its language is
// what people know. Any thread may call these functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netlair {

class NetNs;

/// Loads `ruleset`, in the language of nft(8), into `ns`: all of it, or nothing after an error. The time limit is
/// patience(). Throws Error at kNftables: EINVAL, with nft's own diagnostics (the line, and the place in it); ENOENT if
/// nft is not installed; ETIMEDOUT; ECHILD if this program ignores SIGCHLD, so that nft's exit status is lost; EPERM if
/// the thread may not enter `ns`.
void load_nftables(const NetNs& ns, std::string_view ruleset);

/// Everything that is loaded in `ns`, in the language of nft(8), with counters. Throws Error like load_nftables().
std::string list_nftables(const NetNs& ns);

/// A number that the kernel counts up whenever the rules in `ns` change (NFT_MSG_GETGEN, Linux 4.14): that they have
/// not changed is known at the price of a system call or two. Empty if there are no rules to be asked for: the kernel
/// has no nftables, or has not loaded the module. Throws Error at kSocket or kNftables, EPERM without CAP_NET_ADMIN.
std::optional<std::uint32_t> nftables_generation(const NetNs& ns);

}  // namespace netlair
