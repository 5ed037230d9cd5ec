// SPDX-License-Identifier: Apache-2.0
// One process, identified by its directory in /proc. That descriptor never refers to another process later, and
// pidfd_send_signal(2) accepts it as well. So the process that is examined is the one that is killed, also if /proc
// shows another PID namespace than this process's.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

struct ProcEntry {
  std::string pid;
  UniqueFd directory;
};

/// Does that errno mean that the process does not exist, or not any more? Any other errno (no descriptors, no memory,
/// no permission) says nothing about that.
bool says_gone(int error_number) noexcept;

/// The directory is empty if there is no such process. Throws Error at kOpen if the process cannot be examined.
ProcEntry open_process(const std::string& pid);

/// True if the process is neither gone nor a zombie, which its parent has yet to wait for (proc_pid_stat(5)). Throws
/// Error at kOpen.
bool is_running(const ProcEntry& process);

/// The name of the main thread, proc_pid_comm(5); empty if the process is gone.
std::string name_of(const ProcEntry& process);

/// "process 123 'sleep 60'"
std::string description_of(const ProcEntry& process);

/// The variable NETLAIR_PROGRAM, name and value, for the environment of every program that this process starts. It
/// distinguishes what these programs start and leave behind from what a test has started by itself. It also says in
/// which host the first of them was: the calling thread's host. The value is appended to the one that this process
/// inherited. Throws Error at kOpen.
std::pair<std::string, std::string> mark_of_programs_here();
/// This program's part of that value.
const std::string& mark_of_this_program();
/// Network inodes: those of this program's hosts whose programs started `process`, directly or not. Empty if access is
/// denied.
std::vector<std::uint64_t> inodes_in_mark(const ProcEntry& process);
/// Was the process started by a program of that host, directly or not? False if access is denied.
bool has_mark_of(const ProcEntry& process, const NetNsId& host);

/// Was the process started neither by netlair nor by a program that netlair started? False if that cannot be
/// determined: its environment has nothing of this program's, or access is denied.
bool is_without_mark(const ProcEntry& process);

}  // namespace netlair::detail
