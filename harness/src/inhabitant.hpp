// SPDX-License-Identifier: Apache-2.0
// One process, by its directory in /proc, which never comes to mean another one, and which pidfd_send_signal(2) takes
// as well. So what is looked at is what is killed, also where /proc shows another PID namespace than ours.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>
#include <utility>

namespace netlair::detail {

struct Inhabitant {
  std::string pid;
  UniqueFd directory;
};

/// Without a directory when there is no such process.
Inhabitant open_process(const std::string& pid);

/// Neither gone nor a zombie, which its parent has yet to ask after (proc_pid_stat(5)).
bool is_running(const Inhabitant& inhabitant);

/// "process 123 'sleep 60'"
std::string description_of(const Inhabitant& inhabitant);

/// A variable in the environment of every program that this process starts, by which what they start and leave is told
/// from what a test has started by itself.
const std::pair<std::string, std::string>& mark_of_programs();

/// Has it been started neither by us nor by one that was? False where that cannot be told: it has nothing of this
/// program's environment, or it may not be looked at.
bool is_without_mark(const Inhabitant& inhabitant);

}  // namespace netlair::detail
