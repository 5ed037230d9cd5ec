// SPDX-License-Identifier: Apache-2.0
// Packet filters and address translation (nftables). Runs the nft(8) program in the namespace, since its language is
// what people know. Any thread may call these functions.
#pragma once

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

}  // namespace netlair
