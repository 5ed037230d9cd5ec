// SPDX-License-Identifier: Apache-2.0
#include "qdisc/delay_distribution.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace netlair::test {
namespace {

using ::testing::Le;

double mean_of(const std::vector<std::int16_t>& table) {
  return std::accumulate(table.begin(), table.end(), 0.0) / static_cast<double>(table.size()) / 8192;
}

double deviation_of(const std::vector<std::int16_t>& table) {
  double sum = 0;
  for (const std::int16_t each : table) sum += std::pow(each / 8192.0 - mean_of(table), 2);
  return std::sqrt(sum / static_cast<double>(table.size()));
}

TEST(DelayDistributionTest, TheUniformOneGoesFromMinusOneToOneInEqualSteps) {
  const auto table = detail::table_of(DelayDistribution::kUniform);
  EXPECT_NEAR(mean_of(table), 0, 0.001);
  EXPECT_NEAR(table.front(), -8192, 3);
  EXPECT_NEAR(table.back(), 8192, 3);
  EXPECT_NEAR(table[table.size() / 4], -4096, 3);
}

TEST(DelayDistributionTest, TheOthersAreOfMeanZeroAndDeviationOne) {
  for (const auto shape : {DelayDistribution::kNormal, DelayDistribution::kPareto, DelayDistribution::kParetoNormal}) {
    EXPECT_NEAR(mean_of(detail::table_of(shape)), 0, 0.002);
    EXPECT_NEAR(deviation_of(detail::table_of(shape)), 1, 0.01);
  }
}

TEST(DelayDistributionTest, TheNormalOneIsSymmetric) {
  const auto table = detail::table_of(DelayDistribution::kNormal);
  ASSERT_THAT(table.size(), Le(16384U)) << "the kernel takes no more";
  EXPECT_NEAR(mean_of(table), 0, 0.001);
  EXPECT_NEAR(deviation_of(table), 1, 0.01);
  EXPECT_TRUE(std::is_sorted(table.begin(), table.end()));
  // A textbook quantile: 0.9772 of a normal distribution lies below two standard deviations.
  const auto below = std::count_if(table.begin(), table.end(), [](std::int16_t each) { return each < 2 * 8192; });
  EXPECT_NEAR(static_cast<double>(below) / static_cast<double>(table.size()), 0.9772, 0.001);
}

// Most values lie a little below the mean, and a few far above it.
TEST(DelayDistributionTest, TheParetoOnesHaveALongTail) {
  for (const auto shape : {DelayDistribution::kPareto, DelayDistribution::kParetoNormal}) {
    const auto table = detail::table_of(shape);
    EXPECT_LT(table[table.size() / 2], 0);
    EXPECT_EQ(table.back(), 32767);
    EXPECT_GT(table.front(), -32768 / 2);
  }
  EXPECT_GT(detail::table_of(DelayDistribution::kPareto).front(), -8192) << "it begins with its most frequent value";
}

}  // namespace
}  // namespace netlair::test
