// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netlair/netns/source_location.hpp>

#include <chrono>

namespace netlair {
class Process;
}

namespace netlair::detail {

/// Waits until the program ends. Throws Error at kRun, with the line of the call, `where`, if it does not succeed in
/// time.
void require_success(const Process& program, std::chrono::milliseconds within, SourceLocation where);

}  // namespace netlair::detail
