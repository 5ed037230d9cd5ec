// SPDX-License-Identifier: Apache-2.0
// Links that lead from one namespace into another. When the first one is gone, the kernel takes them away a little
// later: until then the other end stands in the way of the next one of its name. Not meant to be used by itself: a Host
// does it.
#pragma once

namespace netlair {

class NetNs;

namespace detail {

/// Removes those of that namespace, hardware excepted, all of them in one go: each by itself costs some milliseconds.
/// Both ends are gone when this returns. Throws Error at kSetns or kNetlink.
void remove_links_across(const NetNs& ns);

}  // namespace detail
}  // namespace netlair
