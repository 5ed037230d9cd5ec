// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/netns_id.hpp>

#include <ostream>

namespace netlair {

std::ostream& operator<<(std::ostream& out, const NetNsId& id) {
  return out << id.dev << ":" << id.ino;
}

}  // namespace netlair
