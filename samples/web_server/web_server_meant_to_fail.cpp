// SPDX-License-Identifier: Apache-2.0
// Tests that fail on purpose, to show what that looks like, and what is left of them: nothing.
#include "http.hpp"
#include "nginx.hpp"

#include <gmock/gmock.h>

#include <iostream>
#include <stdexcept>

class MeantToFail : public NginxTest {};

NETLAIR_TEST_F(MeantToFail, ExpectsAnotherPage) {
  const Answer answer = http_get("http://127.0.0.1/");
  EXPECT_EQ(answer.body, "hello from apache");
}

NETLAIR_TEST_F(MeantToFail, ThrowsWhileNginxRuns) {
  // nginx listens a little before it has them.
  ASSERT_THAT([&] { return workers(); }, netlair::Eventually(testing::SizeIs(2)));
  std::cout << "nginx and its workers: " << nginx().pid();
  for (const pid_t worker : workers()) std::cout << " " << worker;
  std::cout << std::endl;
  throw std::runtime_error("the body had enough");
}
