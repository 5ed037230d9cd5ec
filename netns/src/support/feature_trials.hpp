// SPDX-License-Identifier: Apache-2.0
// Tries each feature for real, in a child process that is thrown away.
#pragma once

#include <netlair/netns/feature.hpp>

#include "support/trial_child.hpp"

#include <string>

namespace netlair::detail {

struct TrialResult {
  PlainError failure;
  std::string module;  // the kernel module that the feature needs; may be empty
  std::string fix;     // set if neither the module nor the errno implies the fix
};

/// Throws Error at kSpawn.
TrialResult try_feature(Feature feature);

}  // namespace netlair::detail
