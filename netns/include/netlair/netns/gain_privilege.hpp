// SPDX-License-Identifier: Apache-2.0
// Whatever privilege there is to be had for network namespaces: the program's own, or that of a user namespace.
#pragma once

#include <netlair/netns/support.hpp>

namespace netlair {

/// What a program does first that wants network namespaces with whatever privilege it has: nothing when it can make
/// them and its threads can return from them, else enter_user_namespace() where that works. (A program that is root in
/// a user namespace, but in the machine's mount or UTS namespace, cannot return.) Returns whether namespaces can be
/// made now, and if not, why, and what to do.
Support gain_privilege();

}  // namespace netlair
