// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host.hpp>
#include <netlair/harness/lan.hpp>

#include "host/lan_interface.hpp"

namespace netlair {

void add_lan(const Host& host) {
  detail::add_lan_interface(host.namespaces(), host.name());
}

}  // namespace netlair
