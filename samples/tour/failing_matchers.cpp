// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <chrono>

// tour: begin
using namespace std::chrono_literals;

NETLAIR_TEST(FailingMatchers, SayWhatThereIs) {
  host().spawn({"python3", "-m", "http.server", "8080"}, {.ready = netlair::listening_tcp(8080)});
  EXPECT_THAT(host(), netlair::ListensOn(80));
  EXPECT_THAT(host(), netlair::CanConnect("10.0.0.2", 80));
  EXPECT_THAT(host(), netlair::Eventually(netlair::HasLink("eth0")).within(50ms));
}
// tour: end
