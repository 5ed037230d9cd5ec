// SPDX-License-Identifier: Apache-2.0
// The mount namespace of a thread (mount_namespaces(7)). setns(2) moves a thread only if it shares its root, working
// directory and umask with no other thread, and moves it to the root.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <string>

namespace netlair::detail {

/// Opens a file in /proc of the calling thread, such as one of its namespaces. Throws Error at kOpen.
UniqueFd open_own(const char* path);
/// The same for another thread; `task` is its directory, /proc/self/task/TID, and `path` is relative to it: "ns/net".
UniqueFd open_own(const char* path, const UniqueFd& task);

/// The working directory of the calling thread; empty if it has been removed.
std::string working_directory();

/// Opens the working directory, to return to it later. Throws Error at kSetns, EACCES, if this user may not enter it:
/// once left, it could not be entered again. Empty if it cannot be opened for another reason.
UniqueFd open_working_directory();

/// False in a program that has changed its root, chroot(2): it could not return to that root from another mount
/// namespace. Throws Error at kOpen or kJoin.
bool is_at_root_of_mounts();

/// Moves the calling thread to the root of `mounts`. From then on the thread has its own working directory and umask.
/// Throws Error at kSetns; then the thread is where it was.
void move_to_mounts(const UniqueFd& mounts);

/// Changes to `directory`, the working directory that a thread had before it was moved, unless it is empty. Throws
/// Error at kSetns.
void change_to(const std::string& directory);

/// Returns to `mounts`, and to the directory that was opened there; if that is -1, to the directory of that name.
/// Returns an errno value, or 0.
int return_to_mounts(int mounts, int directory, const std::string& name_of_directory) noexcept;

}  // namespace netlair::detail
