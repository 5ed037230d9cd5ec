// SPDX-License-Identifier: Apache-2.0
// How a program is started: each option is checked by what the program itself sees.
#include "harness_test.hpp"

#include <gtest/gtest-spi.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::test {
namespace {

using ::testing::HasSubstr;

class SpawnOptionsTest : public NetNsTest {
 protected:
  std::string output_of(std::vector<std::string> argv, SpawnOptions options = {}) {
    auto& program = host().spawn(std::move(argv), std::move(options));
    EXPECT_EQ(program.wait(), ExitStatus::exited(0)) << program.output();
    return program.output();
  }
  std::string output_of_shell(const std::string& script, SpawnOptions options = {}) {
    return output_of({"sh", "-c", script}, std::move(options));
  }
  // Checks that a program with these options does not run: it would leave a file.
  Error error_of_start(SpawnOptions options) {
    const MarkerFile marker;
    Error error = error_of([&] { host().spawn({"touch", marker.path()}, std::move(options)); });
    EXPECT_FALSE(marker.exists());
    EXPECT_EQ(error.step(), Step::kSpawn);
    return error;
  }
};

// Without privilege root is the only user, and is mapped to the user that runs the test.
bool has_users() {
  unsigned first = 0;
  unsigned outside = 0;
  unsigned count = 0;
  std::ifstream("/proc/self/uid_map") >> first >> outside >> count;
  return first == 0 && count > 65534;
}

std::array<UniqueFd, 2> open_pipe() {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

std::string line_of(const UniqueFd& source) {
  std::array<char, 100> buffer{};
  const ssize_t size = ::read(source.get(), buffer.data(), buffer.size());
  return size > 0 ? std::string(buffer.data(), static_cast<std::size_t>(size)) : "nothing";
}

NETLAIR_TEST_F(SpawnOptionsTest, WithoutInputThereIsNone) {
  EXPECT_EQ(output_of_shell("cat; readlink /proc/self/fd/0"), "/dev/null\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, InputIsReadToItsEnd) {
  EXPECT_EQ(output_of({"cat"}, {.input = "one\ntwo\n"}), "one\ntwo\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, MoreInputThanAPipeHoldsWaitsForNobody) {
  const std::string much(1 << 20, 'x');
  EXPECT_EQ(output_of({"wc", "-c"}, {.input = much}), "1048576\n");
  EXPECT_EQ(output_of({"true"}, {.input = much}), "");
}

NETLAIR_TEST_F(SpawnOptionsTest, InputMayBeAFile) {
  const MarkerFile file;
  std::ofstream(file.path()) << "from a file";
  EXPECT_EQ(output_of({"cat"}, {.input_file = file.path()}), "from a file");
}

NETLAIR_TEST_F(SpawnOptionsTest, AFileThatIsNotThereIsNamedAndTheProgramDoesNotRun) {
  const Error error = error_of_start({.input_file = "/nowhere/input"});
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_THAT(error.what(), HasSubstr("(its standard input '/nowhere/input')"));
}

NETLAIR_TEST_F(SpawnOptionsTest, AUserHasItsRightsAndGroups) {
  if (!has_users()) GTEST_SKIP() << "there is one user only";
  const std::string groups = output_of({"id", "-G", "nobody"});
  EXPECT_EQ(output_of_shell("id -u; id -ru; id -G", {.user = "nobody"}), "65534\n65534\n" + groups);
  EXPECT_EQ(output_of_shell("id -u; id -G", {.user = "1234"}), "1234\n1234\n") << "nobody's number";
  EXPECT_EQ(output_of_shell("grep CapEff /proc/self/status", {.user = "nobody"}), "CapEff:\t0000000000000000\n");
}

// The raw setgroups(2) changes only this thread; a program inherits from the thread that starts it.
NETLAIR_TEST_F(SpawnOptionsTest, TheUserThatOneIsHasItsGroupsAndNoOther) {
  if (!has_users()) GTEST_SKIP() << "there is one user only";
  const std::array<gid_t, 2> others{4, 27};
  ASSERT_EQ(::syscall(SYS_setgroups, others.size(), others.data()), 0);
  EXPECT_EQ(output_of({"id", "-G"}), "0 4 27\n");
  EXPECT_EQ(output_of({"id", "-G"}, {.group = "root"}), "0\n");
}

// Otherwise /proc/self belongs to another user, and no debugger can attach any more.
NETLAIR_TEST_F(SpawnOptionsTest, AnotherUsersProgramLeavesThisOneDumpable) {
  if (!has_users()) GTEST_SKIP() << "there is one user only";
  ASSERT_EQ(::prctl(PR_GET_DUMPABLE), 1);
  output_of({"true"}, {.user = "nobody"});
  EXPECT_EQ(::prctl(PR_GET_DUMPABLE), 1);
}

NETLAIR_TEST_F(SpawnOptionsTest, AGroupIsInPlaceOfTheUsersGroups) {
  if (!has_users()) GTEST_SKIP() << "there is one user only";
  EXPECT_EQ(output_of_shell("id -u; id -G", {.user = "nobody", .group = "daemon"}), "65534\n1\n");
  EXPECT_EQ(output_of_shell("id -u; id -G", {.group = "4321"}), "0\n4321\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, AnotherUserWritesToStandardOutputByItsName) {
  if (!has_users()) GTEST_SKIP() << "there is one user only";
  EXPECT_EQ(output_of_shell("echo by name >/dev/stdout", {.user = "nobody"}), "by name\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, TheUserThatOneIsMayBeGiven) {
  EXPECT_EQ(output_of({"id", "-u"}, {.user = "root"}), "0\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, AUserThatCannotBeHadIsToldAndTheProgramDoesNotRun) {
  Error error = error_of_start({.user = "no-such-user"});
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_THAT(error.what(), HasSubstr("user 'no-such-user'"));
  error = error_of_start({.group = "no-such-group"});
  EXPECT_THAT(error.what(), HasSubstr("group 'no-such-group'"));
  if (has_users()) return;
  error = error_of_start({.user = "nobody"});
  EXPECT_THAT(error.what(), HasSubstr("(its user and groups)"));
  EXPECT_THAT(error.hint(), HasSubstr("root is the only user"));
}

NETLAIR_TEST_F(SpawnOptionsTest, DescriptorsHaveTheNumbersThatTheyAreGiven) {
  const auto [first, to_first] = open_pipe();
  const auto [second, to_second] = open_pipe();
  output_of_shell("echo first >&3; echo second >&4", {.descriptors = {{3, to_first.get()}, {4, to_second.get()}}});
  EXPECT_EQ(line_of(first), "first\n");
  EXPECT_EQ(line_of(second), "second\n");
}

// Any numbers work, also those that the descriptors have here, and those that a start uses for itself.
NETLAIR_TEST_F(SpawnOptionsTest, NumbersAreNotInEachOthersWay) {
  const auto [first, to_first] = open_pipe();
  const auto [second, to_second] = open_pipe();
  output_of({"bash", "-c",
             "echo first >&" + std::to_string(to_second.get()) + "; echo second >&" + std::to_string(to_first.get())},
            {.descriptors = {{to_second.get(), to_first.get()}, {to_first.get(), to_second.get()}}});
  EXPECT_EQ(line_of(first), "first\n");
  EXPECT_EQ(line_of(second), "second\n");
  std::vector<std::pair<int, int>> many;
  for (int number = 3; number < 100; ++number) many.emplace_back(number, to_first.get());
  const std::string numbers = output_of_shell("ls -1 /proc/$$/fd", {.descriptors = many});
  EXPECT_EQ(std::count(numbers.begin(), numbers.end(), '\n'), 100) << numbers;
  const Error error = error_of([&] { host().spawn({"/etc/passwd"}, {.descriptors = many}); });
  EXPECT_EQ(error.error_number(), EACCES);
}

NETLAIR_TEST_F(SpawnOptionsTest, DescriptorsThatCannotBeMeantAreRefused) {
  const auto [source, sink] = open_pipe();
  EXPECT_THAT(error_of_start({.descriptors = {{2, sink.get()}}}).what(), HasSubstr("(its descriptor 2)"));
  EXPECT_THAT(error_of_start({.descriptors = {{3, sink.get()}, {3, source.get()}}}).hint(), HasSubstr("given twice"));
  EXPECT_THAT(error_of_start({.descriptors = {{1024, sink.get()}}}).hint(), HasSubstr("the highest is 1023"));
  EXPECT_THAT(error_of_start({.user = "4294967295"}).hint(), HasSubstr("not a valid number"));
  const Error error = error_of_start({.descriptors = {{3, 1000}}});
  EXPECT_EQ(error.error_number(), EBADF);
  EXPECT_THAT(error.what(), HasSubstr("(its descriptor 3), which is to be 1000"));
}

NETLAIR_TEST_F(SpawnOptionsTest, LimitsAreTheProgramsOnly) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(output_of_shell("ulimit -n; ulimit -Hn", {.limits = {{RLIMIT_NOFILE, 64}}}), "64\n64\n");
  rlimit after{};
  ::getrlimit(RLIMIT_NOFILE, &after);
  EXPECT_EQ(after.rlim_cur, before.rlim_cur);
  EXPECT_EQ(after.rlim_max, before.rlim_max);
}

NETLAIR_TEST_F(SpawnOptionsTest, ALimitThatDoesNotExistIsToldAndTheProgramDoesNotRun) {
  const Error error = error_of_start({.limits = {{99, 1}}});
  EXPECT_EQ(error.error_number(), EINVAL);
  EXPECT_THAT(error.what(), HasSubstr("(its resource limits)"));
}

NETLAIR_TEST_F(SpawnOptionsTest, OutputGoesToAFileAsWell) {
  const MarkerFile file;
  std::ofstream(file.path()) << "what was there before, and is longer";
  auto& program = host().spawn({"sh", "-c", "echo out; echo err >&2"}, {.output_file = file.path()});
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(file.text(), "out\nerr\n");
  EXPECT_EQ(program.output(), "out\nerr\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, AFileThatCannotBeWrittenIsToldAndTheProgramDoesNotRun) {
  const Error error = error_of_start({.output_file = "/nowhere/output"});
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_THAT(error.what(), HasSubstr("(the file of its output, '/nowhere/output')"));
}

NETLAIR_TEST_F(SpawnOptionsTest, AFileThatLacksSomethingIsAProblem) {
  Host machine;
  EXPECT_EQ(machine.spawn({"echo", "lost"}, {.output_file = "/dev/full"}).wait(), 0);
  const auto problems = machine.stop().problems;
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].what, "the file of the output of 'echo lost': No space left on device");
}

NETLAIR_TEST_F(SpawnOptionsTest, OutputIsHandedOn) {
  std::mutex mutex;
  std::string handed;
  {
    const auto take = [&](std::string_view text) {
      const std::lock_guard lock(mutex);
      handed += text;
    };
    const Process program(host().ns(), {"sh", "-c", "echo out; echo err >&2"}, {.on_output = take});
    const std::lock_guard lock(mutex);  // reading the output does not wait for the callback
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.output(), "out\nerr\n");
  }
  EXPECT_EQ(handed, "out\nerr\n");
}

NETLAIR_TEST_F(SpawnOptionsTest, WhatThrowsForTheOutputIsAFailure) {
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter all(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &failures);
    const auto refuse = [](std::string_view /*text*/) { throw std::runtime_error("potato"); };
    EXPECT_EQ(Process(host().ns(), {"echo", "out"}, {.on_output = refuse}).wait(), 0);
  }
  ASSERT_EQ(failures.size(), 1);
  EXPECT_THAT(failures.GetTestPartResult(0).message(), HasSubstr("on_output has thrown: potato"));
}

NETLAIR_TEST_F(SpawnOptionsTest, AFifoIsNoFileForTheOutput) {
  const MarkerFile fifo;
  ASSERT_EQ(::mkfifo(fifo.path().c_str(), 0600), 0);
  EXPECT_THAT(error_of([&] { host().spawn({"true"}, {.output_file = fifo.path()}); }).hint(),
              HasSubstr("it is a FIFO"));
}

NETLAIR_TEST_F(SpawnOptionsTest, AnotherUserReadsStandardInputByItsName) {
  if (!has_users()) GTEST_SKIP() << "there is one user only";
  EXPECT_EQ(host().run({"cat", "/dev/stdin"}, {.input = "hello", .user = "nobody"}).out, "hello");
}

NETLAIR_TEST_F(SpawnOptionsTest, StandardErrorMayBeApart) {
  auto& program = host().spawn({"sh", "-c", "echo out; echo err >&2"}, {.errors_apart = true});
  EXPECT_EQ(program.wait(), 0);
  EXPECT_EQ(program.output(), "out\n");
  EXPECT_EQ(program.errors(), "err\n");
  EXPECT_EQ(program.output_tail(), "  | out\nand of its standard error:\n  | err");
}

}  // namespace
}  // namespace netlair::test
