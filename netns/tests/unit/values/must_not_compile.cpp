// SPDX-License-Identifier: Apache-2.0
// REFUSED is a constant that cannot be meant. It is compiled by tests that want the compiler to say so.
#include <netlair/network/ip_prefix.hpp>

using namespace netlair::literals;  // NOLINT(google-build-using-namespace): literals

const auto kRefused = REFUSED;
