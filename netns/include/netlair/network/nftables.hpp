// SPDX-License-Identifier: Apache-2.0
// Packet filters and address translation (nftables), by the nft(8) program in the namespace: what it reads is what
// people know. Any thread may call these.
#pragma once

#include <string>
#include <string_view>

namespace netlair {

class NetNs;

/// Loads `ruleset`, in the language of nft(8), into `ns`: all of it, or after an error nothing. It has patience().
/// Throws Error at kNftables: EINVAL, with nft's own diagnostics (the line, and what in it); ENOENT when nft is not
/// installed; ETIMEDOUT; ECHILD where the program ignores SIGCHLD, and nobody can tell how nft went; and at kSetns.
void load_nftables(const NetNs& ns, std::string_view ruleset);

/// Everything that is loaded in `ns`, in the same language, with the counters. Throws Error like load_nftables().
std::string list_nftables(const NetNs& ns);

}  // namespace netlair
