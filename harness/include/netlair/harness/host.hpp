// SPDX-License-Identifier: Apache-2.0
// One simulated machine: a network namespace with its loopback up, and the programs that run in it.
//
// When it is destroyed its programs are stopped, the last one first, and whatever else runs in the namespace is ended:
// daemons, and children that the test started on its own. A forked child's copy of it does nothing. run() may be called
// from any thread; spawn() and stop() by one thread at a time.
#pragma once

#include <netlair/harness/process.hpp>
#include <netlair/netns/netns.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace netlair {

class Host {
 public:
  /// A fresh machine. Throws Error like NetNs::create(), or at kNetlink.
  Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host();

  const NetNs& ns() const noexcept { return ns_; }

  /// Calls `f` inside, on this thread, see NetNs::run().
  template <class F>
  decltype(auto) run(F&& f) const {
    return ns_.run(std::forward<F>(f));
  }

  /// Starts a program inside, see Process. The reference is good for the host's life.
  Process& spawn(std::vector<std::string> argv, SpawnOptions options = {});

  const std::vector<std::unique_ptr<Process>>& processes() const noexcept { return processes_; }

  /// Ends everything that runs inside. What could not be done comes back as a line each; the rest is done all the same.
  std::vector<std::string> stop() noexcept;

 private:
  NetNs ns_;
  std::vector<std::unique_ptr<Process>> processes_;
  pid_t owner_;
};

}  // namespace netlair
