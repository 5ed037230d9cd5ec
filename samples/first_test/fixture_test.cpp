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
  auto& client = host().spawn({"curl", "-sS", "--noproxy", "*", "http://127.0.0.1/"});
  ASSERT_TRUE(client.wait().success());  // Python listens a little before it minds an interrupt, but answers only then
  server_->signal(SIGINT);
  EXPECT_EQ(server_->wait(), netlair::ExitStatus::exited(0));
}
// README: end
