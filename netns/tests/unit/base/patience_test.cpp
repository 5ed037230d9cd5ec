// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/patience.hpp>

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

namespace netlair {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class PatienceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const char* set = std::getenv(kName)) before_ = set;
  }
  void TearDown() override { before_.empty() ? ::unsetenv(kName) : ::setenv(kName, before_.c_str(), 1); }
  static milliseconds with(const char* factor) {
    ::setenv(kName, factor, 1);
    return patience();
  }

  static constexpr const char* kName = "NETLAIR_TIME_FACTOR";

 private:
  std::string before_;
};

TEST_F(PatienceTest, IsAMinute) {
  ::unsetenv(kName);
  EXPECT_EQ(patience(), seconds(60));
}

TEST_F(PatienceTest, IsLongerOrShorterByAFactor) {
  EXPECT_EQ(with("5"), seconds(300));
  EXPECT_EQ(with("0.01"), milliseconds(600));
  EXPECT_EQ(with("1e3"), seconds(60'000));
}

TEST_F(PatienceTest, AFactorThatIsNoneIsRefused) {
  for (const char* wrong : {"", "fast", "5x", " 5", "0", "-1", "1001", "nan", "inf"}) {
    try {
      with(wrong);
      ADD_FAILURE() << "'" << wrong << "' was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.step(), Step::kCheckValue);
      EXPECT_EQ(std::string(error.what()), "check NETLAIR_TIME_FACTOR '" + std::string(wrong) +
                                               "': Invalid argument [EINVAL]; it must be a number from 0.01 to 1000");
    }
  }
}

}  // namespace
}  // namespace netlair
