// SPDX-License-Identifier: Apache-2.0
// A thread of netlair's own, which no test knows of: it takes no signal, and no list of the program's threads is to
// tell of it. Not meant to be used by itself.
#pragma once

#include <functional>
#include <string_view>
#include <thread>

namespace netlair::detail {

/// Before the names of such threads, which have 15 bytes at most (pthread_setname_np(3)).
inline constexpr std::string_view kOwnThread = "netlair-";

/// Calls `f` on a new thread. Throws Error at kJoin.
std::thread start_own_thread(const char* name, std::function<void()> f);

}  // namespace netlair::detail
