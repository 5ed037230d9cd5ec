// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace netlair::detail {

/// For what changes the answers of support(): entering a user namespace.
void forget_support();

}  // namespace netlair::detail
