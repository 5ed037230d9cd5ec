// SPDX-License-Identifier: Apache-2.0
// Removes names of namespaces that have lost their owner: a program that was killed, together with its keeper.
#pragma once

#include <netlair/netns/persist_dir.hpp>

#include <filesystem>
#include <vector>

namespace netlair {

/// Removes each name in `dir` that a program of this user has made with netlair and left: nobody holds the lock on the
/// name's file, and no process has the PID and start time that are recorded in it. Everything else stays: other names
/// and files, whatever they are called, a name that has been replaced since, and a name that was given up by
/// NetNs::keep_name(). If it removes the last name, what netlair has made of the directory is undone, see
/// PersistDir::undo_init(). Returns the paths that it has removed. Any thread of any number of programs may call at the
/// same time. A program does the same when it makes its first name.
///
/// Before Linux 5.2, only files that nothing is mounted on are found. Throws Error at kLock, kUnmount or kRemove, after
/// it has removed all that it could.
std::vector<std::filesystem::path> gc(const PersistDir& dir = PersistDir());

}  // namespace netlair
