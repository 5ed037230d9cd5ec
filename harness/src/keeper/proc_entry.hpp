// SPDX-License-Identifier: Apache-2.0
// One process, by its directory in /proc, which never comes to mean another one, and which pidfd_send_signal(2) takes
// as well. So what is looked at is what is killed, also where /proc shows another PID namespace than ours.
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

/// Was the last call's error that there is no such process, or none any more? Any other one (no descriptors, no memory,
/// no permission) says nothing of that.
bool says_gone(int error_number) noexcept;

/// Without a directory when there is no such process. Throws Error at kOpen where it cannot be looked at.
ProcEntry open_process(const std::string& pid);

/// Neither gone nor a zombie, which its parent has yet to ask after (proc_pid_stat(5)). Throws Error at kOpen.
bool is_running(const ProcEntry& process);

/// As its main thread is called, proc_pid_comm(5); empty when it is gone.
std::string name_of(const ProcEntry& process);

/// "process 123 'sleep 60'"
std::string description_of(const ProcEntry& process);

/// A variable in the environment of every program that this process starts, NETLAIR_PROGRAM, by which what they start
/// and leave is told from what a test has started by itself, and in which host the first of them was: the one that the
/// calling thread is in. Behind that of the program that has started this one. Throws Error at kOpen.
std::pair<std::string, std::string> mark_of_programs_here();
/// This program's part of that.
const std::string& mark_of_this_program();
/// The inodes of the networks of those hosts of this program's by whose programs it has been started; empty where it
/// may not be looked at.
std::vector<std::uint64_t> inodes_in_mark(const ProcEntry& process);
/// Has it been started by a program of that host, or by what one has started? False where it may not be looked at.
bool has_mark_of(const ProcEntry& process, const NetNsId& host);

/// Has it been started neither by us nor by one that was? False where that cannot be told: it has nothing of this
/// program's environment, or it may not be looked at.
bool is_without_mark(const ProcEntry& process);

}  // namespace netlair::detail
