// SPDX-License-Identifier: Apache-2.0
// What a host has of its own in the file system: /sys, which shows its interfaces, /run, /etc/hosts, /etc/resolv.conf.
#pragma once

#include <string>
#include <vector>

namespace netlair::detail {

enum class OwnFiles {
  kNoMounts,  // mounting is refused altogether, and nothing has changed
  kNoRun,     // the machine has no /run, where they would be
  kAll,
};

/// Mounts them, for a thread that has just got a mount namespace. Of the machine's /run there stays visible what the
/// program is in, what TMPDIR and PATH lead through, and this thread's working directory. `points` are where something
/// has been mounted. Throws Error at kMount or kCreateDir.
OwnFiles set_up_files(const std::string& host_name, std::vector<std::string>& points);

/// Is its working directory below the machine's /run? Then what a host's /run shows depends on it.
bool is_this_thread_in_run();

}  // namespace netlair::detail
