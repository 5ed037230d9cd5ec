// SPDX-License-Identifier: Apache-2.0
// Hosts that threads of the pool make in advance: making a host takes the kernel about half a millisecond, joining one
// takes some microseconds. No host is used twice.
//
// A host in the pool is kept alive only by a thread inside it. Hence nothing of the host remains when the program ends,
// however the program ends, and a forked child has none of it.
#pragma once

#include <netlair/harness/host.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace netlair {

class HostPool {
 public:
  /// Keeps at most `size` hosts of that name ready; 0: makes none in advance.
  explicit HostPool(std::size_t size, std::string host_name = "host");
  HostPool(const HostPool&) = delete;
  HostPool& operator=(const HostPool&) = delete;
  /// All hosts in the pool are gone when the destructor returns.
  ~HostPool();

  /// Returns a host that is ready. Returns null if there is none: because the pool was not asked before, was too slow,
  /// or because the machine's mounts, which hosts copy, have changed. Afterwards the pool is filled up to `more` hosts,
  /// at most its size, in the background, in the namespaces of the first caller. Failures there never throw here: a
  /// caller that gets null makes its own host, and gets the error then. One thread at a time may call.
  std::unique_ptr<Host> take(std::size_t more);

  /// How many hosts are ready.
  std::size_t ready() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace netlair
