// SPDX-License-Identifier: Apache-2.0
#include "delay_distribution.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace netlair::test {
namespace {

using ::testing::IsEmpty;
using ::testing::Le;

double mean_of(const std::vector<std::int16_t>& table) {
  return std::accumulate(table.begin(), table.end(), 0.0) / static_cast<double>(table.size()) / 8192;
}

double deviation_of(const std::vector<std::int16_t>& table) {
  double sum = 0;
  for (const std::int16_t each : table) sum += std::pow(each / 8192.0 - mean_of(table), 2);
  return std::sqrt(sum / static_cast<double>(table.size()));
}

TEST(DelayDistributionTest, AUniformOneNeedsNoTable) {
  EXPECT_THAT(detail::table_of(DelayDistribution::kUniform), IsEmpty());
}

TEST(DelayDistributionTest, TheNormalOneIsOfMeanZeroAndDeviationOneAndSymmetric) {
  const auto table = detail::table_of(DelayDistribution::kNormal);
  ASSERT_THAT(table.size(), Le(16384U)) << "the kernel takes no more";
  EXPECT_NEAR(mean_of(table), 0, 0.001);
  EXPECT_NEAR(deviation_of(table), 1, 0.01);
  EXPECT_TRUE(std::is_sorted(table.begin(), table.end()));
  // The quantiles of any book: 0.9772 of a normal distribution lies below two deviations.
  const auto below = std::count_if(table.begin(), table.end(), [](std::int16_t each) { return each < 2 * 8192; });
  EXPECT_NEAR(static_cast<double>(below) / static_cast<double>(table.size()), 0.9772, 0.001);
}

// It has a long tail, of which the 16 bits of the table hold four deviations.
TEST(DelayDistributionTest, TheParetoOneIsSkewed) {
  const auto table = detail::table_of(DelayDistribution::kPareto);
  EXPECT_NEAR(mean_of(table), 0, 0.05);
  EXPECT_NEAR(table.front() / 8192.0, (1 - 1.5) / (std::sqrt(3) / 2), 0.001);
  EXPECT_NEAR(table[table.size() / 2] / 8192.0, (std::cbrt(2) - 1.5) / (std::sqrt(3) / 2), 0.001);
  EXPECT_EQ(table.back(), 32767);
}

TEST(DelayDistributionTest, TheMixedOneLiesBetween) {
  const auto table = detail::table_of(DelayDistribution::kParetoNormal);
  const auto normal = detail::table_of(DelayDistribution::kNormal);
  const auto pareto = detail::table_of(DelayDistribution::kPareto);
  const std::size_t middle = table.size() / 2;
  EXPECT_NEAR(table[middle], normal[middle] / 4.0 + pareto[middle] * 0.75, 1);
  EXPECT_EQ(table.back(), 32767);
}

}  // namespace
}  // namespace netlair::test
