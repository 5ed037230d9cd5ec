// SPDX-License-Identifier: Apache-2.0
// How much a program had written at some time, see Process::written(). A value.
#pragma once

#include <cstdint>

namespace netlair {

struct WrittenBytes {
  std::uint64_t output = 0;  ///< bytes
  std::uint64_t errors = 0;  ///< bytes
};

}  // namespace netlair
