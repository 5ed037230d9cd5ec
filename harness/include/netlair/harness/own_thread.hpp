// SPDX-License-Identifier: Apache-2.0
// A thread of netlair's own, which tests must not notice: it takes no signals, and is left out when the program's
// threads are reported. Not for direct use.
#pragma once

#include <functional>
#include <string_view>
#include <thread>

namespace netlair::detail {

/// The prefix of the names of such threads. A name has at most 15 bytes (pthread_setname_np(3)).
inline constexpr std::string_view kOwnThread = "netlair-";

/// Calls `f` on a new thread. Throws Error at kJoin.
std::thread start_own_thread(const char* name, std::function<void()> f);

/// Gives the calling thread a table of descriptors of its own, which has only the standard streams: from then on tests
/// do not see what it opens, and children that other threads fork do not inherit it. Returns false before Linux 5.9,
/// and under ThreadSanitizer, which mistakes two descriptors of the same number for one.
bool leave_programs_descriptors() noexcept;

}  // namespace netlair::detail
