// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <chrono>

// tour: begin
using namespace std::chrono_literals;

class Slow : public netlair::NetNsTest {
 protected:
  Slow() { set_timeout(10min); }  // for every test of the fixture
};

NETLAIR_TEST_F(Slow, MayTakeTenMinutes) {
  EXPECT_EQ(host().spawn({"sleep", "0.1"}).wait(5min), 0);
}

NETLAIR_TEST(Quick, HasAMinuteLikeAnyTest) {
  EXPECT_EQ(host().spawn({"true"}).wait(), 0);
}

NETLAIR_TEST(Debugged, MayTakeForEver) {
  set_timeout(0s);
}
// tour: end
