// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>

namespace netlair::detail {

/// Calls `f`. Returns the exception that `f` throws; null if it returns. pthread_exit(3) and pthread_cancel(3) unwind
/// the stack of the calling thread too, but must not be caught: that unwinding passes through.
std::exception_ptr caught(const std::function<void()>& f);

}  // namespace netlair::detail
