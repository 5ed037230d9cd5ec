// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/netns_id.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <unordered_set>

namespace netlair {
namespace {

TEST(NetNsIdTest, IsComparedByDeviceAndInode) {
  EXPECT_EQ((NetNsId{4, 10}), (NetNsId{4, 10}));
  EXPECT_NE((NetNsId{4, 10}), (NetNsId{5, 10}));
  EXPECT_LT((NetNsId{4, 10}), (NetNsId{4, 11}));
  EXPECT_LT((NetNsId{4, 11}), (NetNsId{5, 10}));
}

TEST(NetNsIdTest, PrintsAndHashes) {
  std::ostringstream text;
  text << NetNsId{4, 4026532201};
  EXPECT_EQ(text.str(), "4:4026532201");
  EXPECT_EQ((std::unordered_set<NetNsId>{{4, 10}, {4, 11}, {5, 10}, {4, 10}}.size()), 3U);
}

}  // namespace
}  // namespace netlair
