// SPDX-License-Identifier: Apache-2.0
// Each feature, tried for real in a child that is thrown away.
#pragma once

#include <netlair/netns/feature.hpp>

#include "support/trial.hpp"

#include <string>

namespace netlair::detail {

struct TrialResult {
  PlainError failure;
  std::string module;  // what the kernel needs for it; may be empty
  std::string fix;     // where neither the module nor the errno tells it
};

/// Throws Error at kSpawn.
TrialResult try_feature(Feature feature);

}  // namespace netlair::detail
