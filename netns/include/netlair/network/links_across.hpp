// SPDX-License-Identifier: Apache-2.0
// Links that lead from one namespace into another. When the first namespace is gone, the kernel removes its links a
// little later. Until then the other end of such a link keeps its name, and no new link can have that name. Not for
// direct use: a Host uses this file.
#pragma once

namespace netlair {

class NetNs;

namespace detail {

/// Removes all such links of that namespace, except hardware, together: removing each separately costs some
/// milliseconds. Both ends of each link are gone when this returns. Throws Error at kSetns or kNetlink.
void remove_links_across(const NetNs& ns);

}  // namespace detail
}  // namespace netlair
