// SPDX-License-Identifier: Apache-2.0
// What a host has of its own in the file system: /sys (which shows its interfaces), /run, /etc/hosts, /etc/resolv.conf.
#pragma once

#include <string>
#include <vector>

namespace netlair::detail {

enum class OwnFiles {
  kNoMounts,  // mounting is not allowed at all; nothing has changed
  kNoRun,     // the machine has no /run, which would hold the files
  kAll,
};

/// Mounts these files, for a thread that has just got a mount namespace. Of the machine's /run, three parts stay
/// visible: where the program is, what TMPDIR and PATH lead through, and this thread's working directory. `points` gets
/// the mount points. Throws Error at kMount or kCreateDir.
OwnFiles set_up_files(const std::string& host_name, std::vector<std::string>& points);

/// Is this thread's working directory below the machine's /run? Then the contents of a host's /run depend on it.
bool is_this_thread_in_run();

}  // namespace netlair::detail
