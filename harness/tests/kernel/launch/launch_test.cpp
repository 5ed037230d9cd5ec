// SPDX-License-Identifier: Apache-2.0
// How programs are started: checks, by what the kernel shows, that known defects of Boost.Process v1 do not come back.
#include "harness_test.hpp"
#include "sanitizer.hpp"

#include <array>
#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class LaunchTest : public NetNsTest {
 protected:
  std::string output_of(std::vector<std::string> argv, SpawnOptions options = {}) {
    auto& program = host().spawn(std::move(argv), std::move(options));
    EXPECT_EQ(program.wait(), ExitStatus::exited(0)) << program.output();
    return program.output();
  }
};

NETLAIR_TEST_F(LaunchTest, AProgramRunsInTheHostsNetwork) {
  EXPECT_EQ(output_of({"readlink", "/proc/self/ns/net"}), "net:[" + std::to_string(host().ns().id().ino) + "]\n");
}

NETLAIR_TEST_F(LaunchTest, SpawningFromAThreadThatIsElsewhereStartsInTheHostAllTheSame) {
  std::string output;
  IsolatedThread elsewhere(NetNs::create());
  elsewhere.run([&] { output = output_of({"readlink", "/proc/self/ns/net"}); });
  EXPECT_EQ(output, "net:[" + std::to_string(host().ns().id().ino) + "]\n");
}

NETLAIR_TEST_F(LaunchTest, ArgumentsArriveAsTheyAre) {
  EXPECT_EQ(output_of({"printf", "<%s>", "", "a b", "$HOME", "'\"\\", "*", "\n", "ä"}),
            "<><a b><$HOME><'\"\\><*><\n><ä>");
  EXPECT_EQ(output_of({"sh", "-c", "tr '\\0' ' ' </proc/$$/cmdline", "argv0"}),
            "sh -c tr '\\0' ' ' </proc/$$/cmdline argv0 ");
}

NETLAIR_TEST_F(LaunchTest, TheEnvironmentIsOursWithTheGivenChanges) {
  ::setenv("NETLAIR_TEST_A", "ours", 1);
  ::setenv("NETLAIR_TEST_B", "ours", 1);
  const SpawnOptions options{.environment = {{"NETLAIR_TEST_B", "given"}, {"NETLAIR_TEST_C", "given=too"}}};
  EXPECT_EQ(output_of({"sh", "-c", "echo $NETLAIR_TEST_A $NETLAIR_TEST_B $NETLAIR_TEST_C"}, options),
            "ours given given=too\n");
  EXPECT_EQ(output_of({"sh", "-c", "env | grep -c NETLAIR_TEST_B"}, options), "1\n");
}

NETLAIR_TEST_F(LaunchTest, StartsInTheGivenDirectory) {
  EXPECT_EQ(output_of({"pwd"}, {.directory = "/usr"}), "/usr\n");
}

NETLAIR_TEST_F(LaunchTest, InheritsStandardDescriptorsAndNoOther) {
  const UniqueFd not_close_on_exec(::dup(2));
  EXPECT_EQ(output_of({"sh", "-c", "ls -1 /proc/$$/fd"}), "0\n1\n2\n");
  EXPECT_EQ(output_of({"readlink", "/proc/self/fd/0"}), "/dev/null\n");
}

// In the parent, numbers 0 to 2 are free: a descriptor for the child may already have its final number.
NETLAIR_TEST_F(LaunchTest, WorksInAProgramWithoutStandardDescriptors) {
  MarkerFile marker;
  std::cout << std::flush;
  const std::array saved = {UniqueFd(::dup(0)), UniqueFd(::dup(1)), UniqueFd(::dup(2))};
  for (const int fd : {0, 1, 2}) ::close(fd);
  std::string output;
  std::string failure;
  try {
    Process program(host().ns(), {"sh", "-c", "readlink /proc/$$/fd/0; echo out; echo err >&2"});
    program.wait();
    output = program.output();
  } catch (const std::exception& error) {
    failure = error.what();
  }
  for (const int fd : {0, 1, 2}) ::dup2(saved.at(static_cast<std::size_t>(fd)).get(), fd);
  EXPECT_EQ(failure, "");
  EXPECT_EQ(output, "/dev/null\nout\nerr\n");
}

NETLAIR_TEST_F(LaunchTest, StartsWithDefaultSignalActionsAndNoneBlocked) {
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t blocked;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  const std::string output = output_of({"grep", "-E", "SigBlk|SigIgn", "/proc/self/status"});
  ::signal(SIGPIPE, SIG_DFL);
  EXPECT_EQ(output, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

NETLAIR_TEST_F(LaunchTest, AProgramThatIsNotInstalledIsNamed) {
  const Error error = error_of([&] { host().spawn({"no-such-program"}); });
  EXPECT_EQ(error.step(), Step::kSpawn);
  EXPECT_EQ(error.message(),
            "spawn 'no-such-program': No such file or directory [ENOENT]; it is in no directory of PATH: install the "
            "package that has it");
  EXPECT_STREQ(error.where().file, __FILE__);
  EXPECT_EQ(error.where().line, __LINE__ - 6);
  EXPECT_EQ(error.what(), __FILE__ ":" + std::to_string(error.where().line) + ": " + error.message());
}

NETLAIR_TEST_F(LaunchTest, ACommandLineInOneStringIsToldApartFromAMissingProgram) {
  EXPECT_THAT(error_of([&] { host().spawn({"sleep 3600"}); }).hint(), HasSubstr("there is no shell"));
  EXPECT_THAT(error_of([&] { host().spawn({"curl http://127.0.0.1/"}); }).hint(),
              HasSubstr("one element per argument"));
  EXPECT_EQ(error_of([&] { host().spawn({""}); }).hint(), "argv[0] is empty");
}

NETLAIR_TEST_F(LaunchTest, AFileThatIsNotAProgramIsRefusedByTheKernelsWords) {
  EXPECT_EQ(error_of([&] { host().spawn({"/etc/passwd"}); }).message(),
            "spawn '/etc/passwd': Permission denied [EACCES]");
  EXPECT_EQ(error_of([&] { host().spawn({"/no/such/program"}); }).error_number(), ENOENT);
  EXPECT_EQ(error_of([&] { host().spawn({}); }).error_number(), EINVAL);
}

NETLAIR_TEST_F(LaunchTest, AMissingInterpreterIsNotTakenForAMissingProgram) {
  MarkerFile script;
  std::ofstream(script.path()) << "#!/no/such/shell\n";
  ::chmod(script.path().c_str(), 0755);
  const Error error = error_of([&] { host().spawn({script.path()}); });
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_THAT(error.hint(), HasSubstr("the interpreter that it names is not"));
}

// A hook that fails in the child ends the child: with Boost's set_error() it would go on to exec.
NETLAIR_TEST_F(LaunchTest, AFailureInTheChildBeforeExecMeansThatTheProgramNeverRuns) {
  MarkerFile marker;
  const Error error = error_of([&] { host().spawn({"touch", marker.path()}, {.directory = "/no/such/directory"}); });
  EXPECT_EQ(error.step(), Step::kSpawn);
  EXPECT_THAT(error.what(), HasSubstr("in directory '/no/such/directory': No such file or directory"));
  EXPECT_EQ(children(), std::set<pid_t>());
  EXPECT_FALSE(marker.exists());
}

NETLAIR_TEST_F(LaunchTest, ANamespaceThatCannotBeJoinedMeansThatTheProgramNeverRuns) {
  MarkerFile marker;
  NetNs closed = NetNs::create();
  closed.close();
  const Error error = error_of([&] { Process(closed, {"touch", marker.path()}); });
  EXPECT_EQ(error.step(), Step::kSetns);
  EXPECT_EQ(error.error_number(), EBADF);
  EXPECT_EQ(children(), std::set<pid_t>());
  EXPECT_FALSE(marker.exists());
}

NETLAIR_TEST_F(LaunchTest, AFailedStartLeavesNoZombieAndNoDescriptor) {
  const auto descriptors = open_descriptors();
  for (int i = 0; i < 20; ++i) error_of([&] { Process(host().ns(), {"/etc/passwd"}); });
  EXPECT_EQ(children(), std::set<pid_t>());
  EXPECT_EQ(open_descriptors(), descriptors);
}

// Half of the starts fail, while programs of other threads start and live on. A program that inherited the error pipe
// of a concurrent start would keep that start waiting as long as the program lives, which is longer than the test may
// take.
NETLAIR_TEST_F(LaunchTest, EightThreadsStartTwoHundredEachAndHalfOfThemFail) {
  const auto descriptors = open_descriptors();
  std::atomic<int> started = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      std::unique_ptr<Process> long_lived;
      for (int round = 0; round < 100; ++round) {
        if (round % 10 == 0)
          long_lived = std::make_unique<Process>(host().ns(), std::vector<std::string>{"sleep", "3600"});
        if (Process(host().ns(), {"true"}).wait() == ExitStatus::exited(0)) ++started;
        if (error_of([&] { Process(host().ns(), {"/etc/passwd"}); }).error_number() == EACCES) ++refused;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(started, 800);
  EXPECT_EQ(refused, 800);
  EXPECT_EQ(children(), std::set<pid_t>());
  EXPECT_EQ(open_descriptors(), descriptors);
}

// While one thread starts programs, the long-lived programs of another must not have any of their descriptors open.
NETLAIR_TEST_F(LaunchTest, ChildrenOfConcurrentStartsHaveNoDescriptorOfEachOther) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        Process program(host().ns(), {"sleep", "3600"});
        for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(program.pid()) + "/fd")) {
          std::error_code gone;  // a file that the program itself opens and closes, its libraries above all
          const std::string what = fs::read_symlink(entry, gone);
          if (std::stoi(entry.path().filename()) <= 2) continue;
          EXPECT_THAT(what, AllOf(Not(StartsWith("pipe:")), Not(StartsWith("/memfd")), Not(StartsWith("anon_inode"))));
        }
      }
    });
  for (auto& thread : threads) thread.join();
}

NETLAIR_TEST_F(LaunchTest, AChildLivesOnWhenTheThreadThatStartedItEnds) {
  std::unique_ptr<Process> program;
  std::thread([&] {
    program = std::make_unique<Process>(host().ns(), std::vector<std::string>{"sleep", "3600"});
  }).join();
  EXPECT_THROW(program->wait(std::chrono::milliseconds(50)), Error);
  EXPECT_FALSE(program->status());
}

// Each child has a copy of all descriptors of this program, including those that a start uses, until the test is over.
class ChildrenOfAnotherThread {
 public:
  ChildrenOfAnotherThread() : thread_([this] { fork_some(); }) {}
  ChildrenOfAnotherThread(const ChildrenOfAnotherThread&) = delete;
  ChildrenOfAnotherThread& operator=(const ChildrenOfAnotherThread&) = delete;
  ~ChildrenOfAnotherThread() {
    is_over_ = true;
    thread_.join();
    for (const pid_t child : children_) ::kill(child, SIGKILL);
    for (const pid_t child : children_) ::waitpid(child, nullptr, 0);
  }

  bool are_being_forked() const { return !is_over_; }

 private:
  void fork_some() {
    for (int i = 0; i < 200 && !is_over_; ++i) {
      const pid_t child = ::fork();
      if (child == 0) ::pause();
      if (child > 0) children_.push_back(child);
    }
    is_over_ = true;
  }

  std::atomic<bool> is_over_ = false;
  std::vector<pid_t> children_;
  std::thread thread_;
};

// Under ThreadSanitizer each vfork(2) is a fork(2), which has to wait until a descriptor is closed.
NETLAIR_TEST_F(LaunchTest, AStartDoesNotWaitForWhoeverHasACopyOfItsDescriptors) {
  if (kUnderThreadSanitizer) GTEST_SKIP() << "ThreadSanitizer has no vfork(2)";
  const ChildrenOfAnotherThread children;
  int starts = 0;
  for (; children.are_being_forked() && starts < 1000; ++starts)
    EXPECT_THAT(host().spawn({"true"}, {.may_end = true}), Exits(0));
  EXPECT_GT(starts, 1);
  EXPECT_THROW(host().spawn({"/nowhere/program"}), Error);
}

// Each program ends, and is reaped, as soon as possible.
void start_many(Host& host) {
  for (int i = 0; i < 100; ++i) host.spawn({"true"}, {.may_end = true});
}

NETLAIR_TEST_F(LaunchTest, AProgramThatTheKernelReapsAtOnceHasBeenStartedAllTheSame) {
  const auto before = ::signal(SIGCHLD, SIG_IGN);
  EXPECT_NO_THROW(start_many(host()));
  ::signal(SIGCHLD, before);
}

NETLAIR_TEST_F(LaunchTest, AProgramThatAnotherThreadReapsHasBeenStartedAllTheSame) {
  std::atomic<bool> is_over = false;
  std::thread reaper([&] {
    while (!is_over) ::waitpid(-1, nullptr, WNOHANG);
  });
  EXPECT_NO_THROW(start_many(host()));
  is_over = true;
  reaper.join();
}

}  // namespace
}  // namespace netlair::test
