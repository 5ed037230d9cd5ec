// SPDX-License-Identifier: Apache-2.0
// Links that lead from one host into another are gone as soon as either host is.
#include "harness_test.hpp"

#include <optional>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

// Sometimes the kernel alone is quick enough, so each test runs many rounds.
constexpr int kRounds = 30;

class LinksAcrossTest : public NetNsTest {
 protected:
  Host& right() { return right_; }
  bool has_other_end() { return right_.network().find_link("to-left").has_value(); }

 private:
  Host right_{"right"};
};

Request link_into(const Host& host, const char* name, const char* its_name) {
  return add_link(name, Veth{.peer = its_name, .peer_ns = host.ns()});
}

NETLAIR_TEST_F(LinksAcrossTest, OneThatTheHostHasMadeIsGoneWithIt) {
  for (int round = 0; round < kRounds; ++round) {
    const Host left("left");
    left.network().apply(link_into(right(), "eth0", "to-left"));
  }
  EXPECT_FALSE(has_other_end());
}

NETLAIR_TEST_F(LinksAcrossTest, OneThatTheOtherHostHasMadeIsGoneAsWell) {
  for (int round = 0; round < kRounds; ++round) {
    const Host left("left");
    right().network().apply(link_into(left, "to-left", "eth0"));
  }
  EXPECT_FALSE(has_other_end());
}

NETLAIR_TEST_F(LinksAcrossTest, OneThatHasBeenMovedThereIsGoneAsWell) {
  for (int round = 0; round < kRounds; ++round) {
    const Host left("left");
    right().network().apply(add_link("to-left", Veth{.peer = "p1"}));
    right().network().apply(move_link("p1", left.ns(), "eth0"));
  }
  EXPECT_FALSE(has_other_end());
}

NETLAIR_TEST_F(LinksAcrossTest, OneThatAProgramHasMadeIsGoneAsWell) {
  const Process& sleeper = right().spawn({"sleep", "1000"});
  for (int round = 0; round < kRounds; ++round) {
    Host left("left");
    left.run({"ip", "link", "add", "eth0", "type", "veth", "peer", "name", "to-left", "netns",
              std::to_string(sleeper.pid())});
  }
  EXPECT_FALSE(has_other_end());
}

NETLAIR_TEST_F(LinksAcrossTest, ManyGoTogether) {
  {
    const Host left("left");
    std::vector<Request> requests;
    for (int i = 0; i < 200; ++i) {
      const std::string number = std::to_string(i);
      requests.push_back(add_link("l" + number, Veth{.peer = "r" + number, .peer_ns = right().ns()}));
    }
    left.network().apply(requests);
  }
  EXPECT_FALSE(right().network().find_link("r0"));
  EXPECT_FALSE(right().network().find_link("r199"));
}

NETLAIR_TEST_F(LinksAcrossTest, StoppingAHostLeavesItsLinks) {
  std::optional<Host> left(std::in_place, "left");
  left->network().apply(link_into(right(), "eth0", "to-left"));
  left->stop();
  EXPECT_TRUE(has_other_end());
  left.reset();
  EXPECT_FALSE(has_other_end());
}

NETLAIR_TEST_F(LinksAcrossTest, AForkedChildsCopyOfAHostLeavesItsLinks) {
  std::optional<Host> left(std::in_place, "left");
  left->network().apply(link_into(right(), "eth0", "to-left"));
  const pid_t child = ::fork();
  if (child == 0) {
    left.reset();
    ::_exit(0);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(has_other_end());
}

}  // namespace
}  // namespace netlair::test
