// SPDX-License-Identifier: Apache-2.0
// A web server under test. Every test binds port 80, and none minds the others, or the machine.
#include "http.hpp"
#include "nginx.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include <signal.h>

using netlair::Eventually;
using netlair::ExitStatus;
using testing::StrEq;

namespace {

std::filesystem::path this_program() {
  return std::filesystem::read_symlink("/proc/self/exe");
}

bool exists(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

// The numbers behind `label` in what another program has printed.
std::vector<pid_t> pids_behind(const std::string& label, const std::string& output) {
  const auto position = output.find(label);
  if (position == std::string::npos) return {};
  std::istringstream rest(output.substr(position + label.size()));
  return {std::istream_iterator<pid_t>(rest), {}};
}

}  // namespace

class WebServer : public NginxTest {};

NETLAIR_TEST_F(WebServer, ServesAPage) {
  const Answer answer = http_get("http://127.0.0.1/");
  EXPECT_EQ(answer.status, 200) << answer.error;
  EXPECT_EQ(answer.body, "hello from nginx");
}

NETLAIR_TEST_F(WebServer, PicksUpAChangedConfigurationOnReload) {
  ASSERT_EQ(http_get("http://127.0.0.1/").body, "hello from nginx");
  reconfigure("hello again");
  EXPECT_THAT([] { return http_get("http://127.0.0.1/").body; }, Eventually(StrEq("hello again")));
}

// This test's nginx holds port 80 while another test program, a process of its own, has its nginx on port 80.
NETLAIR_TEST_F(WebServer, HasPort80WhileAnotherProgramHasItToo) {
  auto& other = host().spawn({this_program(), "--gtest_filter=WebServer.ServesAPage"});
  EXPECT_EQ(other.wait(), ExitStatus::exited(0)) << other.output();
  EXPECT_EQ(http_get("http://127.0.0.1/").body, "hello from nginx");
}

// Here this test's network plays the machine: its port 80 is taken by a server. A test program that runs on that
// machine neither disturbs that server nor reaches it: the one request that it has served in the end is ours.
NETLAIR_TEST_F(WebServer, LeavesTheMachinesPort80Alone) {
  auto& tests = host().spawn({this_program(), "--gtest_filter=WebServer.ServesAPage:Nobody.*"});
  EXPECT_EQ(tests.wait(), ExitStatus::exited(0)) << tests.output();
  EXPECT_EQ(requests_served(), 0);
  EXPECT_EQ(http_get("http://127.0.0.1/").body, "hello from nginx");
  EXPECT_THAT([&] { return requests_served(); }, Eventually(1));
}

// The other half: in a network without a server nobody answers, although the machine has one.
NETLAIR_TEST(Nobody, AnswersOnPort80) {
  EXPECT_EQ(http_get("http://127.0.0.1/").status, 0);
}

NETLAIR_TEST_F(WebServer, IsGoneWithItsWorkersWhenTheBodyThrows) {
  auto& tests = host().spawn({this_program().replace_filename("web_server_meant_to_fail"), "--gtest_filter=*Throws*"});
  EXPECT_EQ(tests.wait(), ExitStatus::exited(1));
  EXPECT_NE(tests.output().find("thrown in the test body"), std::string::npos) << tests.output();
  const auto pids = pids_behind("nginx and its workers:", tests.output());
  ASSERT_EQ(pids.size(), 3U) << tests.output();
  for (const pid_t pid : pids) EXPECT_FALSE(exists(pid)) << pid;
}
