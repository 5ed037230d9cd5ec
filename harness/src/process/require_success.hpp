// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netlair/netns/source_location.hpp>

#include <chrono>

namespace netlair {
class Process;
}

namespace netlair::detail {

/// Waits for its end. Throws Error at kRun, of a call from `where`.
void require_success(const Process& program, std::chrono::milliseconds within, SourceLocation where);

}  // namespace netlair::detail
