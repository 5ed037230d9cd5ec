// SPDX-License-Identifier: Apache-2.0
#include "delay_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace netlair::detail {
namespace {

constexpr int kEntries = 4096;
constexpr double kScale = 8192;
constexpr double kShape = 3;  // of the Pareto distribution; the smallest whole number with a finite variance

// By halving, since the C++ library has the error function, but not its inverse.
double normal_quantile(double probability) {
  double low = -8;
  double high = 8;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < probability ? low : high) = middle;
  }
  return low;
}

// Of mean 0 and standard deviation 1: the Pareto distribution from 1 has the mean a / (a - 1) and the variance
// a / ((a - 1)^2 (a - 2)).
double pareto_quantile(double probability) {
  const double mean = kShape / (kShape - 1);
  const double deviation = std::sqrt(kShape / (kShape - 2)) / (kShape - 1);
  return (std::pow(1 - probability, -1 / kShape) - mean) / deviation;
}

// What tc(8) calls so: a quarter of the one, and three quarters of the other.
double pareto_normal_quantile(double probability) {
  return normal_quantile(probability) / 4 + pareto_quantile(probability) * 3 / 4;
}

std::vector<std::int16_t> tabulated(double (*quantile)(double)) {
  std::vector<std::int16_t> table;
  for (int entry = 0; entry < kEntries; ++entry) {
    const double value = quantile((entry + 0.5) / kEntries) * kScale;
    table.push_back(static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0, 32767.0))));
  }
  return table;
}

}  // namespace

std::vector<std::int16_t> table_of(DelayDistribution distribution) {
  switch (distribution) {
    case DelayDistribution::kUniform: return {};
    case DelayDistribution::kNormal: return tabulated(normal_quantile);
    case DelayDistribution::kPareto: return tabulated(pareto_quantile);
    case DelayDistribution::kParetoNormal: return tabulated(pareto_normal_quantile);
  }
  return {};
}

}  // namespace netlair::detail
