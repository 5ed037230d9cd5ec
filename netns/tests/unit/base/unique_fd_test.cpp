// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <type_traits>

#include <fcntl.h>
#include <unistd.h>

namespace netlair {
namespace {

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

UniqueFd open_null() {
  return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

static_assert(!std::is_convertible_v<int, UniqueFd> && !std::is_convertible_v<UniqueFd, int>);
static_assert(!std::is_copy_constructible_v<UniqueFd> && std::is_nothrow_move_constructible_v<UniqueFd>);

TEST(UniqueFdTest, IsEmptyByDefault) {
  const UniqueFd fd;
  EXPECT_FALSE(fd);
  EXPECT_EQ(fd.get(), -1);
}

TEST(UniqueFdTest, ClosesWhatItHoldsAndKeepsErrno) {
  int number = -1;
  errno = 77;
  {
    const UniqueFd fd = open_null();
    number = fd.get();
    ASSERT_TRUE(is_open(number));
    errno = 77;
  }
  EXPECT_EQ(errno, 77);
  EXPECT_FALSE(is_open(number));
}

TEST(UniqueFdTest, MovesAndReleases) {
  UniqueFd a = open_null();
  const int number = a.get();
  UniqueFd b = std::move(a);
  EXPECT_EQ(b.get(), number);
  UniqueFd& self = b;
  b = std::move(self);
  EXPECT_TRUE(is_open(number)) << "assigned to itself";
  EXPECT_EQ(b.release(), number);
  EXPECT_TRUE(is_open(number));
  b.reset(number);
  b = open_null();
  EXPECT_EQ(b.get() == number, false);
}

TEST(UniqueFdTest, ADuplicateIsAnotherNumberAndCloseOnExec) {
  const UniqueFd a = open_null();
  const UniqueFd b = a.duplicate();
  EXPECT_NE(a.get(), b.get());
  EXPECT_NE(::fcntl(b.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_THROW(UniqueFd().duplicate(), Error);
}

}  // namespace
}  // namespace netlair
