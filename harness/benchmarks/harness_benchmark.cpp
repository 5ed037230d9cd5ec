// SPDX-License-Identifier: Apache-2.0
// Compares starting and reaping a program in a host with posix_spawn(3), and hosts from a pool with fresh ones.
// `ci/bench` pairs "<name>/ours" with "<name>/floor".
#include <netlair/harness/host.hpp>
#include <netlair/harness/host_pool.hpp>
#include <netlair/harness/isolated_thread.hpp>
#include <netlair/netns/gain_privilege.hpp>
#include <netlair/netns/support.hpp>

#include "iterations.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using netlair::Host;
using netlair::HostPool;
using netlair::IsolatedThread;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr int kProgramsPerHost = 100;  // programs per host: a host keeps a Process for each of them

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

void run_in(Host& host) {
  require(host.spawn({"/bin/true"}).wait().success(), "true fails");
}

void run_bare(Host& host) {
  host.run([] {
    std::array<char, 10> name{"/bin/true"};
    std::array<char*, 2> argv{name.data(), nullptr};
    pid_t pid = 0;
    int status = -1;
    require(::posix_spawn(&pid, name.data(), nullptr, nullptr, argv.data(), environ) == 0, "posix_spawn");
    require(::waitpid(pid, &status, 0) == pid && status == 0, "true fails");
  });
}

void spawn(benchmark::State& state, const std::function<void(Host&)>& run) {
  auto host = std::make_unique<Host>();
  int programs = 0;
  for ([[maybe_unused]] auto each : state) {
    if (++programs % kProgramsPerHost == 0) {
      state.PauseTiming();
      host = std::make_unique<Host>();
      state.ResumeTiming();
    }
    run(*host);
  }
}

// Measures the time from asking for a host until a body runs in it, on a thread of its own. A body takes 2 ms.
template <class Enter>
void measure_start_of_body(benchmark::State& state, const Enter& enter) {
  for ([[maybe_unused]] auto each : state) {
    Clock::time_point running;
    const Clock::time_point asked = Clock::now();
    std::unique_ptr<Host> host;
    IsolatedThread thread;
    thread.run(
        [&] {
          host = enter();
          running = Clock::now();
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
        },
        IsolatedThread::Then::kEnd);
    state.SetIterationTime(Seconds(running - asked).count());
  }
}

void pool_ours(benchmark::State& state) {
  HostPool pool(2);
  (void)pool.take(2);
  for (int i = 0; i < 1000 && pool.ready() < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  measure_start_of_body(state, [&] {
    auto host = pool.take(2);
    if (!host) return Host::make_around_this_thread();  // the pool was too slow
    host->enter();
    return host;
  });
}

void pool_floor(benchmark::State& state) {
  measure_start_of_body(state, [] { return Host::make_around_this_thread(); });
}

BENCHMARK(pool_ours)->Name("pool/ours")->UseManualTime()->Iterations(100);
BENCHMARK(pool_floor)->Name("pool/floor")->UseManualTime()->Iterations(100);
BENCHMARK_CAPTURE(spawn, ours, run_in)->Name("spawn/ours")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK_CAPTURE(spawn, floor, run_bare)->Name("spawn/floor")->UseRealTime()->Apply(netlair::test::as_many_as_asked);

}  // namespace

int main(int argc, char** argv) {
  try {
    benchmark::Initialize(&argc, argv);
    if (const netlair::Support support = netlair::gain_privilege(); !support) {
      std::cerr << "cannot measure: " << support << std::endl;
      return EXIT_FAILURE;
    }
    benchmark::RunSpecifiedBenchmarks();
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return EXIT_FAILURE;
  }
}
