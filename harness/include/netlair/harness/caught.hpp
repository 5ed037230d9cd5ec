// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <functional>

namespace netlair::detail {

/// What `f` throws; null when it returns. What ends the calling thread in it, pthread_exit(3) or pthread_cancel(3),
/// unwinds the stack too and is not to be caught: it passes through.
std::exception_ptr caught(const std::function<void()>& f);

}  // namespace netlair::detail
