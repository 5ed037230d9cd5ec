// SPDX-License-Identifier: Apache-2.0
#include "harness_test.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>

#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class HostTest : public NetNsTest {};

uid_t user_of(pid_t pid) {
  struct stat status {};
  return ::stat(("/proc/" + std::to_string(pid)).c_str(), &status) == 0 ? status.st_uid : 0;
}

NETLAIR_TEST_F(HostTest, IsAMachineWithALoopbackThatIsUp) {
  const Host machine;
  const auto links = Network(machine.ns()).links();
  ASSERT_GE(links.size(), 1U);
  EXPECT_EQ(links.front().name, "lo");
  EXPECT_TRUE(links.front().up);
  EXPECT_NE(machine.ns().id(), host().ns().id());
}

NETLAIR_TEST_F(HostTest, RunIsInsideAndBack) {
  const Host machine;
  const NetNsId before = NetNs::current().id();
  EXPECT_EQ(machine.run([] { return NetNs::current().id(); }), machine.ns().id());
  EXPECT_EQ(NetNs::current().id(), before);
}

NETLAIR_TEST_F(HostTest, StopsItsProgramsTheLastOneFirst) {
  MarkerFile log;
  std::optional<Host> machine(std::in_place);
  for (const std::string name : {"first", "second", "third"}) {
    const std::string up = "up " + name + "\n";
    const std::string script = "trap 'echo down " + name + " >>" + log.path() + "; exit' TERM; echo up " + name +
                               " >>" + log.path() + "; while :; do sleep 0.01; done";
    machine->spawn(
        {"sh", "-c", script},
        {.ready = {"up", [&](const NetNs&) { return log.text().find(up) != std::string::npos; }}, .grace = patience()});
  }
  machine.reset();
  EXPECT_EQ(log.text(), "up first\nup second\nup third\ndown third\ndown second\ndown first\n");
}

// The daemon has left its parent, its session and its process group, and has closed everything.
NETLAIR_TEST_F(HostTest, EndsDaemonsThatItsProgramsHaveLeft) {
  std::optional<Host> machine(std::in_place);
  auto& shell = machine->spawn({"sh", "-c", "setsid sh -c 'sleep 3600 >/dev/null 2>&1 & echo $!'; exit 0"});
  ASSERT_EQ(shell.wait(), ExitStatus::exited(0));
  const auto daemon = static_cast<pid_t>(std::stol(shell.output()));
  ASSERT_NE(state_of(daemon), "");
  machine.reset();
  EXPECT_TRUE(has_ended(daemon)) << state_of(daemon);
}

NETLAIR_TEST_F(HostTest, EndsWhatIsInItAndNothingElse) {
  Host other;
  auto& neighbour = other.spawn({"sleep", "3600"});
  {
    Host machine;
    machine.spawn({"sleep", "3600"});
    EXPECT_TRUE(machine.stop().problems.empty());
  }
  EXPECT_FALSE(neighbour.status());
}

NETLAIR_TEST_F(HostTest, AProgramThatEndedByItselfIsNoProblem) {
  Host machine;
  machine.spawn({"false"}).wait();
  EXPECT_TRUE(machine.stop().problems.empty());
}

NETLAIR_TEST_F(HostTest, AProgramThatSomebodyElseReapedIsNoProblemEither) {
  Host machine;
  auto& first = machine.spawn({"sleep", "3600"});
  auto& reaped = machine.spawn({"true"});
  ASSERT_EQ(::waitpid(reaped.pid(), nullptr, 0), reaped.pid());
  EXPECT_TRUE(machine.stop().problems.empty());
  EXPECT_TRUE(first.status());
}

NETLAIR_TEST_F(HostTest, EndsWhatTheTestHasStartedOnItsOwn) {
  set_leaks(Leaks::kOff);
  pid_t pid = 0;
  {
    const Host machine;
    machine.run([&] {
      pid = ::fork();
      if (pid == 0) ::execlp("sleep", "sleep", "3600", nullptr);
    });
  }
  int status = 0;
  EXPECT_EQ(::waitpid(pid, &status, WNOHANG), pid) << "it still runs";
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
}

NETLAIR_TEST_F(HostTest, AForkedChildsCopyEndsNothing) {
  auto machine = std::make_unique<Host>();
  auto& program = machine->spawn({"sleep", "3600"});
  const pid_t child = ::fork();
  if (child == 0) {
    machine.reset();
    ::_exit(0);
  }
  EXPECT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(program.status());
}

// Reading other users' namespaces takes CAP_SYS_PTRACE, which root does not have everywhere. A daemon that has changed
// to another user must be found even without it.
NETLAIR_TEST_F(HostTest, EndsADaemonOfAnotherUserWithoutTheCapabilityToLookAtIt) {
  auto machine = std::make_unique<Host>();
  auto& shell =
      machine->spawn({"sh", "-c", "setpriv --reuid=65534 --clear-groups sleep 3600 >/dev/null 2>&1 & echo $!"});
  ASSERT_TRUE(shell.wait().success());
  const auto daemon = static_cast<pid_t>(std::stol(shell.output()));
  ASSERT_TRUE(eventually([&] { return has_ended(daemon) || user_of(daemon) == 65534; }));
  if (has_ended(daemon)) GTEST_SKIP() << "an ordinary user is one user only";
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> capabilities{};
  ASSERT_EQ(::syscall(SYS_capget, &header, capabilities.data()), 0);
  capabilities[0].effective &= ~(1U << CAP_SYS_PTRACE);
  ASSERT_EQ(::syscall(SYS_capset, &header, capabilities.data()), 0);  // only of this thread, which ends with the test
  struct stat status {};
  ASSERT_EQ(::stat(("/proc/" + std::to_string(daemon) + "/ns/net").c_str(), &status), -1);
  machine.reset();
  EXPECT_TRUE(has_ended(daemon)) << state_of(daemon);
}

// The processes are in networks of their own; the second one also has mounts and a host name of its own.
NETLAIR_TEST_F(HostTest, EndsWhatHasLeftItsNetwork) {
  for (const char* kinds : {"-n", "-nmu"}) {
    std::optional<Host> machine(std::in_place);
    auto& shell =
        machine->spawn({"sh", "-c", "setsid unshare " + std::string(kinds) + " sleep 3600 >/dev/null 2>&1 & echo $!"});
    ASSERT_EQ(shell.wait(), 0);
    const auto daemon = static_cast<pid_t>(std::stol(shell.output()));
    const std::string network = "/proc/" + std::to_string(daemon) + "/ns/net";
    struct stat status {};
    ASSERT_TRUE(eventually([&] {
      return ::stat(network.c_str(), &status) == 0 && status.st_ino != machine->ns().id().ino &&
             text_of("/proc/" + std::to_string(daemon) + "/comm") == "sleep\n";
    }));
    machine.reset();
    EXPECT_TRUE(has_ended(daemon)) << kinds << ": " << state_of(daemon);
  }
}

// Each program ends only after all of them have got SIGTERM.
NETLAIR_TEST_F(HostTest, ProgramsThatTakeLongToEndDoSoTogether) {
  Host machine;
  machine.run([] { ASSERT_TRUE(std::filesystem::create_directory("/run/asked")); });
  for (const char* name : {"a", "b", "c"})
    machine.spawn(
        {"sh", "-c",
         "trap 'touch /run/asked/$0; until [ $(ls /run/asked | wc -l) = 3 ]; do sleep 0.02; done; exit 7' TERM; "
         "echo ready; while :; do sleep 0.05; done",
         name},
        {.ready = log_line("ready"), .grace = std::chrono::minutes(2)});
  EXPECT_TRUE(machine.stop().problems.empty());
  for (const auto& each : machine.processes()) EXPECT_EQ(each->status(), ExitStatus::exited(7));
}

// Limits descriptor numbers so that exactly `count` more descriptors can be opened.
class ScopedFreeDescriptors {
 public:
  explicit ScopedFreeDescriptors(int count) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    std::vector<UniqueFd> opened;
    for (int i = 0; i < count; ++i) opened.emplace_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const UniqueFd next(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    rlimit limit = before_;
    limit.rlim_cur = static_cast<rlim_t>(next.get());
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  ScopedFreeDescriptors(const ScopedFreeDescriptors&) = delete;
  ScopedFreeDescriptors& operator=(const ScopedFreeDescriptors&) = delete;
  ~ScopedFreeDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

// If the search for processes fails, stop() must not conclude that there are none.
NETLAIR_TEST_F(HostTest, WithoutDescriptorsADaemonIsEndedOrTold) {
  bool was_ended = false;
  for (int free = 0; free < 8; ++free) {
    Host machine;
    auto& shell = machine.spawn({"sh", "-c", "setsid sleep 3600 >/dev/null 2>&1 & echo $!"});
    ASSERT_EQ(shell.wait(), 0);
    const auto daemon = static_cast<pid_t>(std::stol(shell.output()));
    Host::Remains remains;
    {
      const ScopedFreeDescriptors few(free);
      remains = machine.stop();
    }
    was_ended = has_ended(daemon);
    EXPECT_TRUE(was_ended || !remains.problems.empty()) << "with " << free << " free descriptors";
  }
  EXPECT_TRUE(was_ended);
}

}  // namespace
}  // namespace netlair::test
