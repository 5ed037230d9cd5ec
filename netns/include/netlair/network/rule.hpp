// SPDX-License-Identifier: Apache-2.0
// Rules of policy routing (ip-rule(8)): which table a packet is looked up in. The same type says what is to be set and
// what the kernel has.
#pragma once

#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>
#include <netlair/network/request.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace netlair {

/// Both ends are in it.
struct PortRange {
  std::uint16_t first = 0;  ///< 1 to 65535
  std::uint16_t last = 0;

  friend bool operator==(const PortRange&, const PortRange&) = default;
};

/// Both ends are in it.
struct UserRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;

  friend bool operator==(const UserRange&, const UserRange&) = default;
};

struct Rule {
  enum class Action { kLookup, kBlackhole, kUnreachable, kProhibit, kOther };

  int family = 2;  ///< AF_INET or AF_INET6; `from` or `to`, where one is set, decides it
  /// Lower comes first. Not set: the kernel takes the next one below that of the second rule.
  std::optional<std::uint32_t> priority = {};
  bool invert = false;  ///< "not": for the packets that it would not be for otherwise
  std::optional<IpPrefix> from = {};
  std::optional<IpPrefix> to = {};
  std::uint8_t tos = 0;                   ///< of IPv4, or the traffic class of IPv6; 0: any
  std::optional<InterfaceName> in = {};   ///< came in there; lo: was sent by this host
  std::optional<InterfaceName> out = {};  ///< from a socket that is bound to it
  std::optional<std::uint32_t> mark = {};
  std::uint32_t mark_mask = 0xffffffff;  ///< of the packet's mark, which has to be `mark` then
  std::optional<UserRange> users = {};   ///< who has made the socket, by their numbers
  std::uint8_t ip_protocol = 0;          ///< of the transport, such as IPPROTO_TCP; 0: any
  std::optional<PortRange> source_ports = {};
  std::optional<PortRange> destination_ports = {};
  Action action = Action::kLookup;
  std::uint32_t table = 254;  ///< for kLookup; 254 is the main one
  /// What the table says by a prefix of that length, in bits, or a shorter one, does not count: with 0, its default
  /// route.
  std::optional<int> suppress_prefix_length = {};
  std::uint8_t origin = 0;  ///< who has made it, RTPROT_… of rtnetlink(7); 0: not told
  /// Of a listed one, in words, what is none of the above: "l3mdev", "goto". Such a one cannot be sent.
  std::string unsupported = {};

  friend bool operator==(const Rule&, const Rule&) = default;
};

/// As ip-rule(8) writes it: "100: from 10.0.0.0/8 lookup 7"
std::string to_string(const Rule& rule);
std::ostream& operator<<(std::ostream& out, const Rule& rule);

/// EEXIST: one of the same priority is there that the kernel takes for the same; it does not look at `invert` and some
/// others. Throw Error EINVAL at kCheckValue for one that contradicts itself, or has `unsupported`.
Request add_rule(const Rule& rule);
/// The first that has the same action and table, and the rest as far as it is set. What is not set matches anything,
/// also what `unsupported` stands for; at `invert` the kernel does not look. So tell the priority. ENOENT: there is
/// none.
Request remove_rule(const Rule& rule);

}  // namespace netlair
