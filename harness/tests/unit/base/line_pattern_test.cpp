// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/line_pattern.hpp>
#include <netlair/netns/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace netlair {
namespace {

TEST(LinePatternTest, IsFoundWithinALine) {
  EXPECT_TRUE(LinePattern("port [0-9]+").is_found_in("one\non port 80\n"));
  EXPECT_TRUE(LinePattern("^on").is_found_in("one\non port 80\n"));
  EXPECT_TRUE(LinePattern("one$").is_found_in("one\non port 80\n"));
  EXPECT_TRUE(LinePattern("^$").is_found_in("one\n\ntwo"));
  EXPECT_FALSE(LinePattern("one.on").is_found_in("one\non port 80\n"));
  EXPECT_FALSE(LinePattern("x").is_found_in(""));
}

TEST(LinePatternTest, EveryByteIsLookedAt) {
  EXPECT_TRUE(LinePattern("ready").is_found_in(std::string("a\0b ready", 9)));
  EXPECT_FALSE(LinePattern("ready").is_found_in(std::string_view("ready").substr(0, 4)));
}

// std::regex runs out of stack on such a line.
TEST(LinePatternTest, ALineMayBeLong) {
  EXPECT_TRUE(LinePattern("a.*b$").is_found_in("a" + std::string(4'000'000, 'x') + "b"));
}

TEST(LinePatternTest, WhatIsNoPatternIsRefusedWithTheReason) {
  try {
    const LinePattern pattern("(");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "check pattern '(': Unmatched ( or \\(; see regex(7)");
  }
  EXPECT_THROW(LinePattern(std::string("a\0b", 3)), Error);
}

}  // namespace
}  // namespace netlair
