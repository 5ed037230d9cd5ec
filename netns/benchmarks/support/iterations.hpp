// SPDX-License-Identifier: Apache-2.0
// For `ci/bench`, which counts the system calls of a smaller and of a larger number of iterations, and takes the
// difference.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdlib>

namespace netlair::test {

/// Runs as many iterations as NETLAIR_BENCH_ITERATIONS says, if it is set: ->Apply(as_many_as_asked)
inline void as_many_as_asked(benchmark::internal::Benchmark* benchmark) {
  if (const char* const asked = std::getenv("NETLAIR_BENCH_ITERATIONS")) benchmark->Iterations(std::atoi(asked));
}

}  // namespace netlair::test
