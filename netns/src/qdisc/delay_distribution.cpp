// SPDX-License-Identifier: Apache-2.0
#include "qdisc/delay_distribution.hpp"

#include <algorithm>
#include <cmath>

namespace netlair::detail {
namespace {

constexpr int kEntries = 4096;
constexpr double kScale = 8192;
constexpr double kShape = 3;  // of the Pareto distribution; the smallest whole number with a finite variance

// By bisection, since the C++ library has the error function, but not its inverse.
double normal_quantile(double probability) {
  double low = -8;
  double high = 8;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < probability ? low : high) = middle;
  }
  return low;
}

// With mean 0 and standard deviation 1: a Pareto distribution with minimum 1 and shape a has the mean a / (a - 1)
// and the variance a / ((a - 1)^2 (a - 2)).
double pareto_quantile(double probability) {
  const double mean = kShape / (kShape - 1);
  const double deviation = std::sqrt(kShape / (kShape - 2)) / (kShape - 1);
  return (std::pow(1 - probability, -1 / kShape) - mean) / deviation;
}

// tc(8)'s "paretonormal": a quarter of the normal and three quarters of the Pareto distribution.
double pareto_normal_quantile(double probability) {
  return normal_quantile(probability) / 4 + pareto_quantile(probability) * 3 / 4;
}

double uniform_quantile(double probability) {
  return 2 * probability - 1;
}

double mean_of(const std::vector<double>& values, double (*of)(double)) {
  double sum = 0;
  for (const double value : values) sum += of(value);
  return sum / static_cast<double>(values.size());
}

std::vector<double> quantiles(double (*quantile)(double)) {
  std::vector<double> values;
  for (int entry = 0; entry < kEntries; ++entry) values.push_back(quantile((entry + 0.5) / kEntries));
  return values;
}

// The table's 16-bit entries hold at most four standard deviations, so a long tail is cut off. The rest is shifted and
// scaled back to mean 0 and deviation 1. Scaling pushes a few more values over the limit, so both steps are repeated.
void normalise(std::vector<double>& values) {
  constexpr double kMost = 32767 / kScale;
  for (int step = 0; step < 50; ++step) {
    for (double& value : values) value = std::clamp(value, -kMost, kMost);
    const double mean = mean_of(values, [](double value) { return value; });
    const double square = mean_of(values, [](double value) { return value * value; });
    const double deviation = std::sqrt(square - mean * mean);
    for (double& value : values) value = (value - mean) / deviation;
  }
}

std::vector<std::int16_t> tabulated(const std::vector<double>& values) {
  std::vector<std::int16_t> table;
  for (const double value : values)
    table.push_back(static_cast<std::int16_t>(std::lround(std::clamp(value * kScale, -32768.0, 32767.0))));
  return table;
}

std::vector<std::int16_t> normalised(double (*quantile)(double)) {
  std::vector<double> values = quantiles(quantile);
  normalise(values);
  return tabulated(values);
}

}  // namespace

std::vector<std::int16_t> table_of(DelayDistribution distribution) {
  switch (distribution) {
    case DelayDistribution::kUniform: return tabulated(quantiles(uniform_quantile));
    case DelayDistribution::kNormal: return normalised(normal_quantile);
    case DelayDistribution::kPareto: return normalised(pareto_quantile);
    case DelayDistribution::kParetoNormal: return normalised(pareto_normal_quantile);
  }
  return {};
}

}  // namespace netlair::detail
