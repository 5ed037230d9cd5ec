// SPDX-License-Identifier: Apache-2.0
// Privilege for an ordinary user: a user namespace (user_namespaces(7)) in which the caller is root.
#pragma once

namespace netlair {

/// Moves the process permanently into a new user namespace, with its user and group mapped to root, and into three more
/// namespaces that belong to it. The mount namespace has its own /run, in which named namespaces can be made; the
/// entries of the old /run stay visible there. The network namespace has its loopback up. The UTS namespace is needed
/// because the kernel lets no unprivileged process return to the machine's. Call it before there is a second thread
/// (EINVAL at kUserNamespace). Throws Error at kUserNamespace, kMap, kMount, kNetlink.
void enter_user_namespace();

}  // namespace netlair
