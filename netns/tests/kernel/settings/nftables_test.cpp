// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <netlair/network/nftables.hpp>

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

using ::testing::HasSubstr;

class NftablesTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (IsSkipped()) return;
    NETLAIR_NEEDS(kNftables);
  }
};

constexpr const char* kRules = R"(
table inet filter {
  chain input {
    type filter hook input priority 0; policy drop;
    tcp dport 80 counter accept
  }
}
)";

TEST_F(NftablesTest, ARulesetIsLoadedIntoThatNamespaceOnly) {
  const NetNs other = NetNs::create();
  load_nftables(ns(), kRules);
  EXPECT_THAT(command_in(ns(), "nft list ruleset").output, HasSubstr("tcp dport 80 counter packets 0 bytes 0 accept"));
  EXPECT_THAT(list_nftables(ns()), HasSubstr("policy drop"));
  EXPECT_EQ(list_nftables(other), "");
}

TEST_F(NftablesTest, ADiagnosticNamesTheLineAndPointsAtTheWord) {
  try {
    load_nftables(ns(), "table inet filter {\n  chain input {\n    tcp dport http8 accept\n  }\n}\n");
    FAIL() << "it should have thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.step(), Step::kNftables);
    EXPECT_EQ(error.error_number(), EINVAL);
    const std::string text = error.what();
    EXPECT_THAT(text, HasSubstr("nft ruleset into " + to_string(ns())));
    EXPECT_THAT(text, HasSubstr("/dev/stdin:3:15-19: Error: Could not resolve service"));
    EXPECT_THAT(text, HasSubstr("\n  |     tcp dport http8 accept\n  |               ^^^^^"));
  }
  EXPECT_EQ(list_nftables(ns()), "");
}

TEST_F(NftablesTest, ARulesetThatWouldBeCutShortIsRefused) {
  const std::string rules = "add table inet first\n" + std::string(1, '\0') + "add table inet second\n";
  EXPECT_THAT([&] { load_nftables(ns(), rules); }, ThrowsError(Step::kNftables, EINVAL, "ruleset"));
  EXPECT_EQ(list_nftables(ns()), "");
}

// A child that another thread forks while nft runs inherits nft's standard error, and keeps it open until the child
// ends.
TEST_F(NftablesTest, WhoeverHasItsOutputOpenIsNotWaitedFor) {
  std::atomic<bool> is_over = false;
  std::vector<pid_t> children;
  std::thread forks([&] {
    while (!is_over && children.size() < 100)
      if (const pid_t child = ::fork(); child == 0)
        ::pause();
      else if (child > 0)
        children.push_back(child);
  });
  for (int i = 0; i < 20; ++i) list_nftables(ns());
  is_over = true;
  forks.join();
  for (const pid_t child : children) ::kill(child, SIGKILL);
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
}

TEST_F(NftablesTest, ARulesetThatFailsLeavesNothingOfItself) {
  EXPECT_THAT([&] { load_nftables(ns(), "add table inet x\nadd chain inet nowhere y\n"); },
              ThrowsError(Step::kNftables, EINVAL, "No such file or directory"));
  EXPECT_EQ(list_nftables(ns()), "");
}

TEST_F(NftablesTest, WithoutTheProgramThePackageIsNamed) {
  in_child([&] {
    ::setenv("PATH", "/nonexistent", 1);
    // Hides the directories that are searched after PATH as well.
    require(command("true").status == 0, "a shell");
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "mounts");
    for (const char* directory : {"/usr/local/sbin", "/usr/sbin"})
      require(::mount("tmpfs", directory, "tmpfs", 0, nullptr) == 0, directory);
    try {
      load_nftables(ns(), kRules);
    } catch (const Error& error) {
      require(error.step() == Step::kNftables && error.error_number() == ENOENT &&
                  std::string(error.what()).find("package nftables") != std::string::npos,
              error.what());
      return;
    }
    throw std::runtime_error("it should have thrown");
  });
}

TEST_F(NftablesTest, TheProgramIsFoundInSbinWhateverPathSays) {
  in_child([&] {
    ::setenv("PATH", "/nonexistent:/", 1);
    load_nftables(ns(), kRules);
  });
  EXPECT_THAT(list_nftables(ns()), HasSubstr("policy drop"));
}

TEST_F(NftablesTest, WhereSigchldIsIgnoredTheErrorSaysThatNobodyCanTell) {
  in_child([&] {
    ::signal(SIGCHLD, SIG_IGN);
    require(support_now(Feature::kNftables).available, "the trial fails");
    try {
      load_nftables(ns(), kRules);
    } catch (const Error& error) {
      require(error.step() == Step::kNftables && error.error_number() == ECHILD &&
                  error.hint().find("SIGCHLD") != std::string::npos,
              error.what());
      return;
    }
    throw std::runtime_error("it should have thrown");
  });
}

TEST_F(NftablesTest, AProgramWithoutStandardDescriptorsLoadsAndListsToo) {
  in_child([&] {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(fd);
    load_nftables(ns(), kRules);
    require(list_nftables(ns()).find("policy drop") != std::string::npos, "not listed");
    try {
      load_nftables(ns(), "nonsense");
    } catch (const Error& error) {
      require(error.hint().find("Error: syntax error") != std::string::npos, error.what());
      return;
    }
    throw std::runtime_error("it should have thrown");
  });
}

// The ruleset is larger than a pipe's buffer.
TEST_F(NftablesTest, AGreatRulesetIsLoadedAndListed) {
  std::string rules = "table inet filter {\n  chain input {\n";
  for (int port = 1; port <= 300; ++port)
    rules += "    # " + std::string(300, 'x') + "\n    tcp dport " + std::to_string(port) + " accept\n";
  ASSERT_GT(rules.size(), 65536U);
  load_nftables(ns(), rules + "  }\n}\n");
  EXPECT_THAT(list_nftables(ns()), HasSubstr("tcp dport 300 accept"));
}

}  // namespace
}  // namespace netlair::test
