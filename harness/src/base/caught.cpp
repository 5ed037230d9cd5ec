// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/caught.hpp>

#include <cxxabi.h>

namespace netlair::detail {

// The unwinding that ends a thread has no exception object, so the caught reference is null. That is not an error.
__attribute__((no_sanitize("null"))) std::exception_ptr caught(const std::function<void()>& f) {
  try {
    f();
    return nullptr;
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace netlair::detail
