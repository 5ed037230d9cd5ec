// SPDX-License-Identifier: Apache-2.0
// The identity of a network namespace, independent of its names and of its handles: its device and inode on nsfs
// (namespaces(7)). The pair is unique among live namespaces. The kernel may reuse it after the last reference is gone.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <iosfwd>

#include <sys/types.h>

namespace netlair {

struct NetNsId {
  dev_t dev = 0;
  ino_t ino = 0;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const NetNsId&, const NetNsId&) = default;
};

/// "4:4026532201"
std::ostream& operator<<(std::ostream& out, const NetNsId& id);

}  // namespace netlair

template <>
struct std::hash<netlair::NetNsId> {
  std::size_t operator()(const netlair::NetNsId& id) const noexcept {
    return std::hash<ino_t>{}(id.ino) ^ (std::hash<dev_t>{}(id.dev) << 1U);
  }
};
