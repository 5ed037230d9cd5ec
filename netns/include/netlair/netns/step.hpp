// SPDX-License-Identifier: Apache-2.0
// What was being done when something failed: every Error names one. The first nine are those that netns-rs tells apart.
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
  kUserNamespace,  // entering one
  kMap,            // writing its maps
  kSocket,
  kCheckValue,  // checking a value before the kernel sees it
  kNetlink,
  kSysctl,    // reading or writing one
  kNftables,  // loading a ruleset
  kSpawn,
  kReady,  // a program that did not get ready
  kWait,
  kSignal,
  kRun,  // a program that was to succeed, and did not
};

/// "create dir", "open", …
std::string_view to_string(Step step) noexcept;
std::ostream& operator<<(std::ostream& out, Step step);

}  // namespace netlair
