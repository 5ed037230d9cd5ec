// SPDX-License-Identifier: Apache-2.0
// The operation that failed: every Error names one. The first nine are those that netns-rs distinguishes.
#pragma once

#include <iosfwd>
#include <string_view>

namespace netlair {

enum class Step {
  kCreateDir,  // making or checking the directory that holds names
  kCreate,     // making the file that a namespace is mounted on
  kOpen,
  kClose,
  kMount,
  kUnmount,
  kUnshare,
  kJoin,  // starting or joining a thread
  kSetns,
  kName,    // a name that no namespace may have
  kRemove,  // unlinking a name
  kLock,
  kUserNamespace,  // entering a user namespace
  kMap,            // writing the maps of a user namespace
  kSocket,
  kCheckValue,  // checking a value before the kernel sees it
  kNetlink,
  kSysctl,    // reading or writing a sysctl
  kNftables,  // loading a ruleset
  kSpawn,
  kReady,  // a program that did not become ready
  kWait,
  kSignal,
  kRun,  // a program that should have succeeded, but failed
};

/// "create dir", "open", …
std::string_view to_string(Step step) noexcept;
std::ostream& operator<<(std::ostream& out, Step step);

}  // namespace netlair
