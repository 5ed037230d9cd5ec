// SPDX-License-Identifier: Apache-2.0
// A fixture: what several tests need is started in SetUp().
#include <netlair/netlair.hpp>

#include <signal.h>

// README: begin
class PageServer : public netlair::NetNsTest {
 protected:
  void SetUp() override {
    server_ = &host().spawn({"python3", "-m", "http.server", "80"}, {.ready = netlair::listening_tcp(80)});
  }
  netlair::Process* server_ = nullptr;
};

NETLAIR_TEST_F(PageServer, EndsWellWhenItIsInterrupted) {
  server_->signal(SIGINT);
  EXPECT_EQ(server_->wait(), netlair::ExitStatus::exited(0));
}
// README: end
