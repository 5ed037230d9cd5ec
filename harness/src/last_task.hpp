// SPDX-License-Identifier: Apache-2.0
// Has anything been started? Looking through all processes of a machine takes a thousand times as long as this.
#pragma once

#include <optional>

#include <sys/types.h>

namespace netlair::detail {

/// The number of the task, process or thread, that was started last in this process's PID namespace, or in one below it
/// (proc_loadavg(5)). While it stays the same, nobody has started any. Empty when the kernel does not tell.
std::optional<pid_t> last_task() noexcept;

}  // namespace netlair::detail
