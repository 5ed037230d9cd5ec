// SPDX-License-Identifier: Apache-2.0
// Tests that fail on purpose, to show what that looks like, and what is left of them: nothing.
#include "eventually.hpp"
#include "http.hpp"
#include "nginx.hpp"

#include <iostream>
#include <stdexcept>

class MeantToFail : public NginxTest {};

NETLAIR_TEST_F(MeantToFail, ExpectsAnotherPage) {
  const Answer answer = http_get("http://127.0.0.1/");
  EXPECT_EQ(answer.body, "hello from apache");
}

NETLAIR_TEST_F(MeantToFail, ThrowsWhileNginxRuns) {
  ASSERT_TRUE(eventually([&] { return workers().size() == 2; }));  // nginx listens a little before it has them
  std::cout << "nginx and its workers: " << nginx().pid();
  for (const pid_t worker : workers()) std::cout << " " << worker;
  std::cout << std::endl;
  throw std::runtime_error("the body had enough");
}
