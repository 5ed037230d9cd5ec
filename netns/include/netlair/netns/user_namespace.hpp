// SPDX-License-Identifier: Apache-2.0
// Privilege for an ordinary user: a user namespace (user_namespaces(7)) in which the caller is root.
#pragma once

namespace netlair {

/// Moves the process into a new user namespace, with its user and group mapped to root, and into three more that belong
/// to it: a mount namespace with a /run of its own, in which named namespaces can be made (what was in /run stays to be
/// seen there), a network namespace with its loopback up, and a UTS namespace, because the kernel lets nobody without
/// privilege return to the machine's. For good. Call it before there is a second thread (EINVAL at kUserNamespace).
/// Throws Error at kUserNamespace, kMap, kMount, kNetlink.
void enter_user_namespace();

}  // namespace netlair
