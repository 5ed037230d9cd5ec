// SPDX-License-Identifier: Apache-2.0
// Tests compile this file with REFUSED defined as an invalid constant, and expect the compiler to refuse it.
#include <netlair/network/ip_prefix.hpp>

using namespace netlair::literals;  // NOLINT(google-build-using-namespace): literals

const auto kRefused = REFUSED;
