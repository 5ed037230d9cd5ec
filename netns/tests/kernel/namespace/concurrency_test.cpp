// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <netlair/netns/patience.hpp>

#include <array>
#include <atomic>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class ConcurrencyTest : public KernelTest {};

template <class Function>
void on_threads(int count, Function f) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back([=] { f(i); });
  for (auto& thread : threads) thread.join();
}

TEST_F(ConcurrencyTest, TwoHundredCallersOfOneHandleAreEachInsideAndBack) {
  const NetNs ns = NetNs::create();
  const NetNsId home = id_here();
  std::atomic<int> right = 0;
  on_threads(200, [&, home](int) {
    const NetNsId inside = ns.run([] { return id_here(); });
    if (inside == ns.id() && id_here() == home) ++right;
  });
  EXPECT_EQ(right, 200);
}

TEST_F(ConcurrencyTest, SixtyFourThreadsMakeNamespacesAtOnce) {
  NETLAIR_NEEDS(kManyNamespaces);
  std::array<std::optional<NetNs>, 64> made;
  on_threads(64, [&](int i) {
    auto& ns = made.at(static_cast<std::size_t>(i));
    ns = NetNs::create();
    EXPECT_EQ(ns->run([] { return id_here(); }), ns->id());
  });
  std::set<NetNsId> ids{id_here()};
  for (const auto& ns : made) EXPECT_TRUE(ids.insert(ns->id()).second);
}

TEST_F(ConcurrencyTest, ThreadsMakeAndRemoveNamesInOneDirectory) {
  NETLAIR_NEEDS(kManyNamespaces);
  const ScratchDir scratch;
  std::atomic<int> failures = 0;
  on_threads(8, [&](int i) {
    for (int round = 0; round < 20; ++round) {
      try {
        NetNs ns = NetNs::create("n" + std::to_string(i), scratch.persist_dir());
        if (id_of(ns.path()) != ns.id()) ++failures;
        std::move(ns).remove();
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
      }
    }
  });
  EXPECT_EQ(failures, 0);
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "names"));
}

// Reads up to `count` bytes, and waits a limited time for each. End of file is no help: a child that has crashed sends
// no byte, but the other children keep the pipe open.
std::string next_bytes(int source, std::size_t count) {
  std::string bytes;
  pollfd wanted{source, POLLIN, 0};
  char byte = 0;
  while (bytes.size() < count && ::poll(&wanted, 1, static_cast<int>(patience().count())) == 1 &&
         ::read(source, &byte, 1) == 1)
    bytes += byte;
  return bytes;
}

// Each child makes the first name in a directory that does not exist yet, all at the same moment, and holds it until
// the parent closes the `finish` pipe.
TEST_F(ConcurrencyTest, SixteenProcessesMakeTheirFirstNameInAFreshDirectoryAtOnce) {
  NETLAIR_NEEDS(kManyNamespaces);
  const ScratchDir scratch;
  constexpr int kProcesses = 16;
  std::array<int, 2> start{};
  std::array<int, 2> made{};
  std::array<int, 2> finish{};
  ASSERT_TRUE(::pipe(start.data()) == 0 && ::pipe(made.data()) == 0 && ::pipe(finish.data()) == 0);
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child != 0) {
      children.push_back(child);
      continue;
    }
    ::close(start[1]);
    ::close(finish[1]);
    char byte = 'y';
    const bool told = ::read(start[0], &byte, 1) == 0;
    int status = 1;
    try {
      NetNs ns = NetNs::create("n" + std::to_string(i), scratch.persist_dir());
      status = told && ::write(made[1], &byte, 1) == 1 && ::read(finish[0], &byte, 1) == 0 ? 0 : 2;
      std::move(ns).remove();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "in child %d: %s\n", i, error.what());
      byte = 'n';
      if (::write(made[1], &byte, 1) != 1) status = 3;
    }
    ::_exit(status);
  }
  ::close(start[1]);  // every child reads end of file, and starts
  ::close(made[1]);
  EXPECT_EQ(next_bytes(made[0], kProcesses), std::string(kProcesses, 'y'));
  EXPECT_EQ(mounts_on(scratch.path() / "names"), 1) << "one self-bind";
  EXPECT_EQ(mounts_below(scratch.path() / "names"), kProcesses);
  ::close(finish[1]);
  for (const pid_t child : children) {
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  for (const int fd : {start[0], made[0], finish[0]}) ::close(fd);
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "names")) << "the last one takes the directory back";
}

}  // namespace
}  // namespace netlair::test
