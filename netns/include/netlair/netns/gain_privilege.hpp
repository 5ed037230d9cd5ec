// SPDX-License-Identifier: Apache-2.0
// Gets privilege for network namespaces: the program's own, or that of a user namespace.
#pragma once

#include <netlair/netns/support.hpp>

namespace netlair {

/// Call this first in a program that needs network namespaces, whatever its privilege. It does nothing if the program
/// can make them and its threads can return from them. Otherwise it calls enter_user_namespace(), where that works. (A
/// program that is root in a user namespace, but in the machine's mount or UTS namespace, cannot return.) Returns
/// whether namespaces can be made now, and if not, why, and what to do.
Support gain_privilege();

}  // namespace netlair
