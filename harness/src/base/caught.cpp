// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/caught.hpp>

#include <cxxabi.h>

namespace netlair::detail {

// While a thread is being ended there is no exception object, so the reference to it is null; that is not a bug here,
// so UBSan's null check is off.
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
