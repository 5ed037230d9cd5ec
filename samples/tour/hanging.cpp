// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <chrono>

#include <unistd.h>

namespace {

// tour: begin
void wait_for_a_message_that_never_comes() {
  for (;;) ::pause();
}

NETLAIR_TEST(Hanging, WaitsForEver) {
  set_timeout(std::chrono::seconds(1));
  host().spawn({"sh", "-c", "echo serving; exec sleep 1000"});
  wait_for_a_message_that_never_comes();
}
// tour: end

}  // namespace
