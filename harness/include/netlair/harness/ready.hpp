// SPDX-License-Identifier: Apache-2.0
// When a program that was started counts as ready. A condition is asked again until it holds, the program ends, or the
// deadline passes; it is called on the thread that spawns, inside the host where the program has one.
#pragma once

#include <netlair/netns/source_location.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace netlair {

class NetNs;
class Process;
struct SpawnOptions;

/// What a condition is asked of. A function of the namespace alone is a condition, too.
struct Starting {
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): a namespace, before there is a program
  Starting(const NetNs& where, const Process* its = nullptr) : ns(where), process(its) {}
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): for functions of the namespace
  operator const NetNs&() const noexcept { return ns; }

  const NetNs& ns;         // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): for a call's time
  const Process* process;  ///< null before it has been started
};

struct Ready {
  std::string what;                            ///< completes "it is not ...", as in "listening on TCP port 80"
  std::function<bool(const Starting&)> holds;  ///< empty: ready as soon as it has started
  bool false_before = false;  ///< it must not hold before the program starts: somebody else's would count
  /// For the error, what there is instead: "tcp 127.0.0.1:8080 is bound there".
  std::function<std::string(const Starting&)> instead = {};
  /// For a condition that has a state: makes that of one start, before the program starts, and gives the program what
  /// it answers by. So one object serves many starts, also at the same time.
  std::function<Ready(const NetNs&, SpawnOptions&)> begin = {};
  /// What all_of() is made of.
  std::vector<Ready> parts = {};
  /// For the error where it holds before; empty: "something is listening on TCP port 80 already".
  std::string if_before = {};
};

}  // namespace netlair
