// SPDX-License-Identifier: Apache-2.0
// The tables from which netem draws its jitter.
#pragma once

#include <netlair/network/qdisc_kind.hpp>

#include <cstdint>
#include <vector>

namespace netlair::detail {

/// The inverse of the distribution function with mean 0 and standard deviation 1, in units of 1/8192
/// (NETEM_DIST_SCALE): a random entry of the table is a random number of the distribution. The uniform table ranges
/// from -1 to 1.
std::vector<std::int16_t> table_of(DelayDistribution distribution);

}  // namespace netlair::detail
