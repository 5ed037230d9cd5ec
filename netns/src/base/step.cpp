// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/step.hpp>

#include <ostream>

namespace netlair {

std::string_view to_string(Step step) noexcept {
  switch (step) {
    case Step::kCreateDir: return "create dir";
    case Step::kCreate: return "create";
    case Step::kOpen: return "open";
    case Step::kClose: return "close";
    case Step::kMount: return "mount";
    case Step::kUnmount: return "unmount";
    case Step::kUnshare: return "unshare";
    case Step::kJoin: return "join thread";
    case Step::kSetns: return "setns";
    case Step::kName: return "name";
    case Step::kRemove: return "remove";
    case Step::kLock: return "lock";
    case Step::kUserNamespace: return "enter user namespace";
    case Step::kMap: return "map";
    case Step::kSocket: return "socket";
    case Step::kCheckValue: return "check";
    case Step::kNetlink: return "netlink";
    case Step::kSysctl: return "sysctl";
    case Step::kNftables: return "nft";
    case Step::kSpawn: return "spawn";
    case Step::kReady: return "wait until ready";
    case Step::kWait: return "wait";
    case Step::kSignal: return "signal";
    case Step::kRun: return "run";
  }
  return "unknown step";
}

std::ostream& operator<<(std::ostream& out, Step step) {
  return out << to_string(step);
}

}  // namespace netlair
