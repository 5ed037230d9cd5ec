// SPDX-License-Identifier: Apache-2.0
// When a program that was started counts as ready. A condition is checked repeatedly until it holds, the program ends,
// or the deadline passes. It is called on the thread that spawns the program, inside the host if the program has one.
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

/// The argument of a condition. A function that takes only the namespace is a condition, too.
struct Starting {
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): a namespace, before there is a program
  Starting(const NetNs& where, const Process* its = nullptr) : ns(where), process(its) {}
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): for functions of the namespace
  operator const NetNs&() const noexcept { return ns; }

  const NetNs& ns;         // NOLINT(cppcoreguidelines-avoid-const-or-ref-data-members): for a call's time
  const Process* process;  ///< null before the program has been started
};

struct Ready {
  std::string what;                            ///< completes "it is not ...", as in "listening on TCP port 80"
  std::function<bool(const Starting&)> holds;  ///< empty: ready as soon as the program has started
  bool false_before = false;  ///< must not hold before the program starts: another program would have fulfilled it
  /// For the error: what was found instead, as in "tcp 127.0.0.1:8080 is bound there".
  std::function<std::string(const Starting&)> instead = {};
  /// For a condition with state: makes the condition for one start, before the program starts, and adds to the options
  /// what the program needs to report. So one object can serve many starts, also at the same time.
  std::function<Ready(const NetNs&, SpawnOptions&)> begin = {};
  /// The conditions of all_of().
  std::vector<Ready> parts = {};
  /// For the error if the condition holds before the start; empty: "something is listening on TCP port 80 already".
  std::string if_before = {};
};

}  // namespace netlair
