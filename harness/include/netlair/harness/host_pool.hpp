// SPDX-License-Identifier: Apache-2.0
// Hosts that are made in advance, by threads of the pool's: making one takes the kernel about half a millisecond,
// joining one some microseconds. None is ever used twice.
//
// A host in the pool is held by a thread that is inside it, and by nothing else: so nothing of it remains when the
// program ends, however that happens, and a forked child has none of it.
#pragma once

#include <netlair/harness/host.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace netlair {

class HostPool {
 public:
  /// At most `size` hosts of that name are kept ready. 0: none is ever made in advance.
  explicit HostPool(std::size_t size, std::string host_name = "host");
  HostPool(const HostPool&) = delete;
  HostPool& operator=(const HostPool&) = delete;
  /// What is in the pool is gone when this returns.
  ~HostPool();

  /// One that is ready; null where there is none, since the pool was not asked before or has been too slow, or since
  /// the machine's mounts, of which hosts have a copy, have changed. Then `more` of them, as far as
  /// the pool goes, are made in the background, in the namespaces of the first caller. Never throws for what happens
  /// there: who is given nothing makes his own, and is told then. One thread at a time.
  std::unique_ptr<Host> take(std::size_t more);

  /// How many are ready.
  std::size_t ready() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace netlair
