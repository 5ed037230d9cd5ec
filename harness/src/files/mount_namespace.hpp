// SPDX-License-Identifier: Apache-2.0
// The mount namespace of a thread (mount_namespaces(7)). setns(2) moves a thread only when it shares its root, working
// directory and umask with no other one, and puts it at the root.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>

namespace netlair::detail {

/// A file of the calling thread's in /proc, such as one of its namespaces. Throws Error at kOpen.
UniqueFd open_own(const char* path);
/// The same of another thread, by its directory, /proc/self/task/TID: "ns/net".
UniqueFd open_own(const char* path, const UniqueFd& task);

/// That of the calling thread; empty when it has been removed.
std::string working_directory();

/// The same, to come back to. Throws Error at kSetns, EACCES, where this user may not enter it: whoever leaves it does
/// not come back. Empty when it cannot be opened for another reason.
UniqueFd open_working_directory();

/// False in a program that has changed its root, chroot(2): it cannot come back there from another mount namespace.
/// Throws Error at kOpen or kJoin.
bool is_at_root_of_mounts();

/// Moves the calling thread to the root of `mounts`; from now on it has its working directory and its umask for itself.
/// Throws Error at kSetns; the thread is where it was then.
void move_to_mounts(const UniqueFd& mounts);

/// To `directory`, which is that of a thread that has just come from elsewhere, unless it is empty. Throws Error at
/// kSetns.
void change_to(const std::string& directory);

/// Back to `mounts`, and to the directory that was opened there, or is called that if it is -1. Returns an errno value,
/// or 0.
int return_to_mounts(int mounts, int directory, const std::string& name_of_directory) noexcept;

}  // namespace netlair::detail
