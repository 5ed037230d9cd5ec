// SPDX-License-Identifier: Apache-2.0
// Rules of policy routing (ip-rule(8)): in which table the kernel looks up a packet. The same type describes rules to
// set and rules that the kernel lists.
#pragma once

#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>
#include <netlair/network/request.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace netlair {

/// Both ends are included.
struct PortRange {
  std::uint16_t first = 0;  ///< 1 to 65535
  std::uint16_t last = 0;

  friend bool operator==(const PortRange&, const PortRange&) = default;
};

/// Both ends are included.
struct UserRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  friend bool operator==(const UserRange&, const UserRange&) = default;
};

struct Rule {
  enum class Action { kLookup, kBlackhole, kUnreachable, kProhibit, kOther };

  int family = 2;  ///< AF_INET or AF_INET6; the family of `from` or `to`, if set, takes precedence
  /// The lowest is tried first. Not set: the kernel chooses one less than the priority of the second rule.
  std::optional<std::uint32_t> priority = {};
  bool invert = false;  ///< "not": the rule is for the packets that it would otherwise not match
  std::optional<IpPrefix> from = {};
  std::optional<IpPrefix> to = {};
  std::uint8_t tos = 0;                   ///< type of service of IPv4, or traffic class of IPv6; 0: any
  std::optional<InterfaceName> in = {};   ///< the incoming link; lo: the packet was sent by this host
  std::optional<InterfaceName> out = {};  ///< the link that the sending socket is bound to
  std::optional<std::uint32_t> mark = {};
  std::uint32_t mark_mask = 0xffffffff;  ///< the bits of the packet's mark that are compared with `mark`
  std::optional<UserRange> users = {};   ///< user IDs of the owner of the socket
  std::uint8_t ip_protocol = 0;          ///< the transport protocol, such as IPPROTO_TCP; 0: any
  std::optional<PortRange> source_ports = {};
  std::optional<PortRange> destination_ports = {};
  Action action = Action::kLookup;
  std::uint32_t table = 254;  ///< for kLookup; 254 is the main one
  /// Ignores routes of the table whose prefix has this length, in bits, or a shorter one: 0 ignores the default route.
  std::optional<int> suppress_prefix_length = {};
  std::uint8_t origin = 0;  ///< what made the rule, RTPROT_… of rtnetlink(7); 0: not specified
  /// In a listed rule: the attributes that this type lacks, in words: "l3mdev", "goto". Such a rule cannot be sent.
  std::string unsupported = {};

  friend bool operator==(const Rule&, const Rule&) = default;
};

/// As ip-rule(8) writes it: "100: from 10.0.0.0/8 lookup 7"
std::string to_string(const Rule& rule);
std::ostream& operator<<(std::ostream& out, const Rule& rule);

/// EEXIST: there is a rule of the same priority that the kernel considers equal; it does not compare `invert` and some
/// other fields. Both functions throw Error EINVAL at kCheckValue for a rule that contradicts itself, or has
/// `unsupported`.
Request add_rule(const Rule& rule);
/// Removes the first rule with the same action and table whose other fields match those that are set. A field that is
/// not set matches anything, and so does an attribute that this type lacks (see `unsupported`). The kernel does not
/// compare `invert`. Hence set the priority. ENOENT: there is no such rule.
Request remove_rule(const Rule& rule);

}  // namespace netlair
