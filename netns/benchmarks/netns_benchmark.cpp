// SPDX-License-Identifier: Apache-2.0
// Compares netlair's operations with the bare system calls that do the same. `ci/bench` pairs "<name>/ours" with
// "<name>/floor".
#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/netns.hpp>

#include "iterations.hpp"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace {

using netlair::NetNs;
using netlair::PersistDir;

constexpr const char* kThreadNamespace = "/proc/thread-self/ns/net";

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

int open_here() {
  return ::open(kThreadNamespace, O_RDONLY | O_CLOEXEC);
}

// A directory of names that is in use, as on a machine whose tests have begun: it has another name in it.
class Names {
 public:
  Names()
      : path_(std::filesystem::temp_directory_path() / ("netlair-bench-" + std::to_string(::getpid()))), dir_(path_) {}
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  ~Names() = default;
  const PersistDir& dir() const { return dir_; }
  std::string entry() const { return path_ / "blue"; }

 private:
  std::filesystem::path path_;
  PersistDir dir_;
  NetNs other_ = NetNs::create("other", dir_);
};

void anonymous_ours(benchmark::State& state) {
  for ([[maybe_unused]] auto each : state) NetNs::create().run([] {});
}

void anonymous_floor(benchmark::State& state) {
  const int home = open_here();
  for ([[maybe_unused]] auto each : state) {
    int ns = -1;
    std::thread([&] {
      require(::unshare(CLONE_NEWNET) == 0, "unshare");
      ns = open_here();
    }).join();
    require(::setns(ns, CLONE_NEWNET) == 0 && ::setns(home, CLONE_NEWNET) == 0, "setns");
    ::close(ns);
  }
  ::close(home);
}

void named_ours(benchmark::State& state) {
  const Names names;
  for ([[maybe_unused]] auto each : state) NetNs::create("blue", names.dir()).remove();
}

void named_floor(benchmark::State& state) {
  const Names names;
  const std::string entry = names.entry();
  for ([[maybe_unused]] auto each : state) {
    ::close(::open(entry.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0));
    std::thread([&] {
      require(::unshare(CLONE_NEWNET) == 0, "unshare");
      require(::mount(kThreadNamespace, entry.c_str(), nullptr, MS_BIND, nullptr) == 0, "mount");
    }).join();
    const int ns = ::open(entry.c_str(), O_RDONLY | O_CLOEXEC);
    ::close(ns);
    require(::umount2(entry.c_str(), MNT_DETACH) == 0 && ::unlink(entry.c_str()) == 0, "umount2");
  }
}

void run_ours(benchmark::State& state) {
  const NetNs ns = NetNs::create();
  for ([[maybe_unused]] auto each : state) ns.run([] {});
}

void run_floor(benchmark::State& state) {
  const NetNs ns = NetNs::create();
  const int home = open_here();
  for ([[maybe_unused]] auto each : state)
    require(::setns(ns.fd(), CLONE_NEWNET) == 0 && ::setns(home, CLONE_NEWNET) == 0, "setns");
  ::close(home);
}

BENCHMARK(anonymous_ours)->Name("anonymous/ours")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(anonymous_floor)->Name("anonymous/floor")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(named_ours)->Name("named/ours")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(named_floor)->Name("named/floor")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(run_ours)->Name("run/ours")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(run_floor)->Name("run/floor")->UseRealTime()->Apply(netlair::test::as_many_as_asked);

}  // namespace

int main(int argc, char** argv) {
  try {
    if (const netlair::Support support = netlair::gain_privilege(); !support) {
      std::cerr << "cannot measure: " << support << std::endl;
      return EXIT_FAILURE;
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
