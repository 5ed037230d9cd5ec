// SPDX-License-Identifier: Apache-2.0
// Who owns a name: recorded in the file that the name is mounted on, which the mount hides. The owner holds a flock(2)
// lock on that file, which the kernel drops when the owner ends: so a record without a lock belongs to a name that
// nobody will remove. A file that others have made, iproute2 for example, has no record. The record also says which
// process owns the name, since code that closes descriptors which it did not open closes the lock as well.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <optional>

namespace netlair::detail {

/// Makes this process the owner, until `file` is closed. Without room for the record the name has no owner, and stays
/// if this process cannot remove it.
void record_owner(const UniqueFd& file, const NetNsId& ns) noexcept;

/// Nobody owns the name any more: it stays.
void forget_owner(int file) noexcept;

/// The namespace that was to be mounted on the file, if the file has a record and its owner has ended. Empty also if
/// the file is not this user's. Takes the lock.
std::optional<NetNsId> abandoned_namespace(const UniqueFd& file);

}  // namespace netlair::detail
