// SPDX-License-Identifier: Apache-2.0
// The process that cleans up what this one may leave behind. Programs that end in the middle of a test show what it
// does then.
#include "harness_test.hpp"
#include "sanitizer.hpp"

#include <netlair/harness/keeper.hpp>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

using ::testing::Not;

std::string proc(pid_t pid, const char* file) {
  return "/proc/" + std::to_string(pid) + "/" + file;
}

// The value of a line of /proc/PID/status.
std::string status_of(pid_t pid, const std::string& name) {
  std::ifstream lines(proc(pid, "status"));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(name + ":\t")) return line.substr(name.size() + 2);
  return {};
}

class KeeperTest : public NetNsTest {
 protected:
  // The keeper stores its PID a moment after it has been started; it has its name before that.
  static pid_t keeper() {
    eventually([] { return detail::keeper_of_this_process() > 0; });
    return detail::keeper_of_this_process();
  }
};

NETLAIR_TEST_F(KeeperTest, HoldsNothingOfTheProgram) {
  EXPECT_EQ(text_of(proc(keeper(), "comm")), "netlair-keeper\n");
  const auto descriptors = [] {
    std::map<int, std::string> open;
    for (const auto& each : std::filesystem::directory_iterator(proc(keeper(), "fd")))
      open[std::stoi(each.path().filename())] = std::filesystem::read_symlink(each.path());
    return open;
  };
  EXPECT_TRUE(eventually([&] { return descriptors().size() == 4; }));
  const auto open = descriptors();
  for (int standard = 0; standard < 3; ++standard) EXPECT_EQ(open.at(standard), "/dev/null");
  EXPECT_THAT(open.rbegin()->second, ::testing::HasSubstr("pidfd"));
  EXPECT_EQ(std::filesystem::read_symlink(proc(keeper(), "cwd")), "/");
}

NETLAIR_TEST_F(KeeperTest, IsNobodysChildHereAndEndsBySignalsOfNobodyElse) {
  EXPECT_THAT(children(), Not(::testing::Contains(keeper())));
  EXPECT_NE(status_of(keeper(), "PPid"), std::to_string(::getpid()));
  EXPECT_EQ(::getsid(keeper()), keeper());
  EXPECT_THAT(status_of(keeper(), "SigBlk"), ::testing::StartsWith("fffffff"));
  EXPECT_THAT(status_of(keeper(), "State"), ::testing::StartsWith("S"));
}

// A forked child is a program of its own, so it has another keeper.
NETLAIR_TEST_F(KeeperTest, AForkedChildHasItsOwn) {
  if (kUnderAddressSanitizer) GTEST_SKIP() << "AddressSanitizer's allocator may be locked in a forked child";
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const UniqueFd source(ends[0]);
  UniqueFd sink(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    Host host("of-the-child");
    const pid_t program = host.spawn({"sleep", "1000"}).pid();
    const bool told = detail::keeper_of_this_process() != -1 && ::write(sink.get(), &program, sizeof program) > 0;
    ::_exit(told ? 0 : 1);
  }
  sink.reset();
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  pid_t program = -1;
  ASSERT_EQ(::read(source.get(), &program, sizeof program), static_cast<ssize_t>(sizeof program));
  EXPECT_TRUE(eventually([&] { return has_ended(program); }));
}

// The names of the processes in a process group, except the caller.
std::vector<std::string> names_in_group(pid_t group) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string number = entry.path().filename();
    if (number.find_first_not_of("0123456789") != std::string::npos) continue;
    const pid_t pid = std::stoi(number);
    if (pid == ::getpid() || ::getpgid(pid) != group) continue;
    std::string name = text_of(proc(pid, "comm"));
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

// If a program ends at once, a search of the host may find its keeper. The name distinguishes the keeper from processes
// that the program has left.
NETLAIR_TEST_F(KeeperTest, HasItsNameBeforeItsProgramGoesOn) {
  if (kUnderAddressSanitizer) GTEST_SKIP() << "AddressSanitizer's allocator may be locked in a forked child";
  for (int round = 0; round < 20; ++round) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::setpgid(0, 0);
      detail::start_keeper();
      for (const auto& name : names_in_group(::getpid()))
        if (name != "netlair-keeper\n") ::_exit(1);
      ::_exit(0);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0) << "round " << round;
  }
}

// A name is a mount, and its file, in one mount namespace; other hosts have copies.
NETLAIR_TEST_F(KeeperTest, ANameCanBeTakenAwayFromAnotherHost) {
  const ScratchDirectory directory;
  const PersistDir names(directory.path());
  const Host other("other");
  std::optional<NetNs> name(NetNs::create("left", names));
  other.run([&] { name.reset(); });
  name = NetNs::create("left", names);
  name.reset();
  set_leaks(Leaks::kOff);  // the directory becomes a mount point there: that would be reported
  other.run([&] { name = NetNs::create("left", names); });
  name.reset();
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "left"));
}

}  // namespace
}  // namespace netlair::test
