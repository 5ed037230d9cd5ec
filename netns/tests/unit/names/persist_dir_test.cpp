// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/persist_dir.hpp>

#include <gmock/gmock.h>

namespace netlair {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string_view name) {
  try {
    return PersistDir().entry(name).string();
  } catch (const Error& error) {
    EXPECT_EQ(error.step(), Step::kName);
    return error.what();
  }
}

TEST(PersistDirTest, TheDefaultIsIproute2s) {
  EXPECT_EQ(PersistDir().path(), "/var/run/netns");
}

TEST(PersistDirTest, IsAValue) {
  EXPECT_EQ(PersistDir(), PersistDir("/var/run/netns"));
  EXPECT_NE(PersistDir(), PersistDir("/tmp/lair"));
}

TEST(PersistDirTest, AnEmptyPathIsRefused) {
  EXPECT_THROW(PersistDir(""), Error);
}

TEST(PersistDirTest, AnEntryLiesInTheDirectory) {
  EXPECT_EQ(PersistDir("/tmp/lair").entry("blue"), "/tmp/lair/blue");
  EXPECT_EQ(PersistDir("/tmp/lair").entry("..."), "/tmp/lair/...");
}

TEST(PersistDirTest, ABadNameIsRefusedWithTheReason) {
  using std::string_view_literals::operator""sv;
  EXPECT_THAT(refusal(""), HasSubstr("name '' of a network namespace (it is empty): Invalid argument"));
  EXPECT_THAT(refusal("."), HasSubstr("means a directory"));
  EXPECT_THAT(refusal(".."), HasSubstr("means a directory"));
  EXPECT_THAT(refusal("../x"), HasSubstr("'../x' of a network namespace (it has a '/' in it)"));
  EXPECT_THAT(refusal("a\0b"sv), HasSubstr("'a\\0b' of a network namespace (it has a NUL in it)"));
  EXPECT_THAT(refusal(std::string(256, 'x')), HasSubstr("(it is longer than 255 bytes): File name too long"));
}

}  // namespace
}  // namespace netlair
