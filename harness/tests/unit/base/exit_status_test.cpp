// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/exit_status.hpp>

#include <gtest/gtest.h>

#include <sstream>

#include <signal.h>

namespace netlair {
namespace {

std::string printed(const ExitStatus& status) {
  std::ostringstream text;
  text << status;
  return text.str();
}

TEST(ExitStatusTest, Prints) {
  EXPECT_EQ(printed(ExitStatus::exited(3)), "exited with status 3");
  EXPECT_EQ(printed(ExitStatus::signalled(SIGKILL)), "was ended by SIGKILL");
  EXPECT_EQ(printed(ExitStatus::signalled(SIGRTMIN + 1)), "was ended by signal " + std::to_string(SIGRTMIN + 1));
}

TEST(ExitStatusTest, OnlyStatusZeroIsSuccess) {
  EXPECT_TRUE(ExitStatus::exited(0).success());
  EXPECT_FALSE(ExitStatus::exited(1).success());
  EXPECT_FALSE(ExitStatus::signalled(SIGTERM).success());
  EXPECT_NE(ExitStatus::exited(SIGTERM), ExitStatus::signalled(SIGTERM));
}

}  // namespace
}  // namespace netlair
