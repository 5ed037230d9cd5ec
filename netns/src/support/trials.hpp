// SPDX-License-Identifier: Apache-2.0
// Each feature, tried for real in a child that is thrown away.
#pragma once

#include <netlair/netns/support.hpp>

#include "support/trial.hpp"

#include <string>

namespace netlair::detail {

struct Verdict {
  Failure failure;
  std::string module;  // what the kernel needs for it; may be empty
  std::string fix;     // where neither the module nor the errno tells it
};

/// Throws Error at kSpawn.
Verdict try_feature(Feature feature);

}  // namespace netlair::detail
