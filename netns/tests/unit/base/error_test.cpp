// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>

#include <gmock/gmock.h>

#include <cerrno>
#include <set>
#include <sstream>

namespace netlair {
namespace {

using ::testing::HasSubstr;

TEST(ErrorTest, NamesStepObjectReasonAndHint) {
  const Error error(Step::kMount, "'/run/netns/blue'", EBUSY, "look who has it");
  EXPECT_STREQ(error.what(), "mount '/run/netns/blue': Device or resource busy [EBUSY]; look who has it");
  EXPECT_EQ(error.step(), Step::kMount);
  EXPECT_EQ(error.object(), "'/run/netns/blue'");
  EXPECT_EQ(error.error_number(), EBUSY);
  EXPECT_EQ(error.hint(), "look who has it");
}

TEST(ErrorTest, IsASystemErrorThatComparesWithErrc) {
  try {
    throw Error(Step::kOpen, "x", ENOENT);
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_STREQ(error.what(), "open x: No such file or directory [ENOENT]");
  }
}

TEST(ErrorTest, CopiesShareTheirText) {
  const Error error(Step::kOpen, "x", ENOENT);
  const Error copy = error;  // NOLINT(performance-unnecessary-copy-initialization): this is what is tested
  EXPECT_STREQ(copy.what(), error.what());
  static_assert(std::is_nothrow_copy_constructible_v<Error>);
}

TEST(ErrorTest, AnUnknownErrnoIsPrintedAllTheSame) {
  EXPECT_THAT(Error(Step::kOpen, "x", 12345).what(), HasSubstr("12345 [?]"));
}

TEST(ErrorTest, ThrowIfTakesErrnoAndTheHintForIt) {
  errno = ENOSPC;
  EXPECT_NO_THROW(throw_error_if(false, Step::kUnshare, "x"));
  try {
    errno = ENOSPC;
    throw_error_if(true, Step::kUnshare, "CLONE_NEWNET");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.hint(), HasSubstr("user.max_net_namespaces = "));
  }
}

TEST(ErrorTest, EveryStepHasANameOfItsOwn) {
  std::set<std::string> names;
  for (int step = 0; step <= static_cast<int>(Step::kRun); ++step) {
    std::ostringstream name;
    name << static_cast<Step>(step);
    names.insert(name.str());
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Step::kRun) + 1);
  EXPECT_EQ(names.count("unknown step"), 0U);
}

}  // namespace
}  // namespace netlair
