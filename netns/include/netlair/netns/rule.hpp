// SPDX-License-Identifier: Apache-2.0
// Rules of policy routing (ip-rule(8)): which table a packet is looked up in. The same type says what is to be set and
// what the kernel has.
#pragma once

#include <netlair/netns/interface_name.hpp>
#include <netlair/netns/ip_prefix.hpp>
#include <netlair/netns/request.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace netlair {

struct Rule {
  enum class Action { kLookup, kBlackhole, kUnreachable, kProhibit, kOther };

  int family = 2;  ///< AF_INET or AF_INET6; `from` or `to`, where one is set, decides it
  /// Lower comes first. Not set: the kernel takes the next one below the first of those that are there.
  std::optional<std::uint32_t> priority = {};
  std::optional<IpPrefix> from = {};
  std::optional<IpPrefix> to = {};
  std::optional<InterfaceName> in = {};   ///< came in there; lo: was sent by this host
  std::optional<InterfaceName> out = {};  ///< from a socket that is bound to it
  std::optional<std::uint32_t> mark = {};
  std::uint32_t mark_mask = 0xffffffff;  ///< of the packet's mark, which has to be `mark` then
  Action action = Action::kLookup;
  std::uint32_t table = 254;  ///< for kLookup; 254 is the main one

  friend bool operator==(const Rule&, const Rule&) = default;
};

/// As ip-rule(8) writes it: "100: from 10.0.0.0/8 lookup 7"
std::string to_string(const Rule& rule);
std::ostream& operator<<(std::ostream& out, const Rule& rule);

/// EEXIST: there is the same. Throw Error EINVAL at kCheck for one that contradicts itself.
Request add_rule(const Rule& rule);
/// The first that has the same action and table, and the rest as far as it is set. ENOENT: there is none.
Request remove_rule(const Rule& rule);

}  // namespace netlair
