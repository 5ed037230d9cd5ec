// SPDX-License-Identifier: Apache-2.0
#include "ip/rule_reply.hpp"

#include <netlair/netns/error.hpp>

#include "netlink/attributes.hpp"
#include "netlink/unsupported.hpp"

#include <array>
#include <string_view>

#include <linux/fib_rules.h>
#include <sys/socket.h>

namespace netlair::detail {
namespace {

Rule::Action to_action(unsigned char action) {
  switch (action) {
    case FR_ACT_TO_TBL: return Rule::Action::kLookup;
    case FR_ACT_BLACKHOLE: return Rule::Action::kBlackhole;
    case FR_ACT_UNREACHABLE: return Rule::Action::kUnreachable;
    case FR_ACT_PROHIBIT: return Rule::Action::kProhibit;
    default: return Rule::Action::kOther;
  }
}

// Empty if there is no address, or the length does not fit it.
std::optional<IpPrefix> to_prefix(const std::optional<IpAddress>& address, int length) {
  if (!address || length > address->bits()) return std::nullopt;
  return IpPrefix(*address, length);
}

std::optional<InterfaceName> to_name(const std::string& text) try {
  if (text.empty()) return std::nullopt;
  return InterfaceName(text);
} catch (const Error&) {
  return std::nullopt;
}

template <class Range, class Raw>
std::optional<Range> to_range(const std::optional<Raw>& raw) {
  if (!raw) return std::nullopt;
  return Range{raw->start, raw->end};
}

// FRA_SPORT_MASK and FRA_DPORT_MASK (Linux 6.15). The kernel also sends them for a single port, with all bits set.
constexpr int kSourcePortMask = 28;
constexpr int kDestinationPortMask = 29;

constexpr std::array<int, 17> kSupported = {FRA_DST,
                                            FRA_SRC,
                                            FRA_IIFNAME,
                                            FRA_OIFNAME,
                                            FRA_PRIORITY,
                                            FRA_FWMARK,
                                            FRA_FWMASK,
                                            FRA_TABLE,
                                            FRA_SUPPRESS_PREFIXLEN,
                                            FRA_UID_RANGE,
                                            FRA_IP_PROTO,
                                            FRA_SPORT_RANGE,
                                            FRA_DPORT_RANGE,
                                            FRA_PAD,
                                            FRA_PROTOCOL,
                                            kSourcePortMask,
                                            kDestinationPortMask};

// Attributes by number, because this machine's headers may be too old to define them.
constexpr std::array<AttributeWord, 9> kWords = {{{4, "goto"},
                                                  {11, "realms"},
                                                  {12, "tun_id"},
                                                  {13, "suppress_ifgroup"},
                                                  {19, "l3mdev"},
                                                  {25, "dscp"},
                                                  {26, "flowlabel"},
                                                  {27, "flowlabel mask"},
                                                  {30, "dscp mask"}}};

void add_port_mask(Unsupported& words, const Attributes& attributes, int type, std::string_view word) {
  if (attributes.get_or<std::uint16_t>(type, UINT16_MAX) != UINT16_MAX) words.add(word);
}

std::string beyond(const Rule& rule, const fib_rule_hdr& header, const Attributes& attributes) {
  constexpr unsigned kFindSourceAddress = 0x10000;  // FIB_RULE_FIND_SADDR
  Unsupported words;
  // The kernel accepts names that no interface can have, which InterfaceName refuses.
  if (attributes.find(FRA_IIFNAME) && !rule.in) words.add("iif");
  if (attributes.find(FRA_OIFNAME) && !rule.out) words.add("oif");
  if (header.action == FR_ACT_NOP) words.add("nop");
  words.add_others(attributes, kSupported, kWords);
  add_port_mask(words, attributes, kSourcePortMask, "sport mask");
  add_port_mask(words, attributes, kDestinationPortMask, "dport mask");
  if ((header.flags & kFindSourceAddress) != 0) words.add("find_saddr");
  return words.text();
}

}  // namespace

std::vector<Rule> parse_rule(const nlmsghdr& message) {
  const auto header = structure_at<fib_rule_hdr>(payload(message));
  const auto attributes = Attributes::behind<fib_rule_hdr>(message);
  if (header.family != AF_INET && header.family != AF_INET6) return {};
  Rule rule;
  rule.family = header.family;
  rule.priority = attributes.get_or<std::uint32_t>(FRA_PRIORITY, 0);  // the kernel omits 0, the first rule's
  rule.invert = (header.flags & FIB_RULE_INVERT) != 0;
  rule.from = to_prefix(attributes.address(FRA_SRC), header.src_len);
  rule.to = to_prefix(attributes.address(FRA_DST), header.dst_len);
  rule.tos = header.tos;
  rule.in = to_name(attributes.text(FRA_IIFNAME));
  rule.out = to_name(attributes.text(FRA_OIFNAME));
  rule.mark = attributes.get<std::uint32_t>(FRA_FWMARK);
  if (!rule.mark && attributes.find(FRA_FWMASK)) rule.mark = 0;  // the kernel omits a mark of 0
  rule.mark_mask = attributes.get_or<std::uint32_t>(FRA_FWMASK, UINT32_MAX);
  rule.users = to_range<UserRange>(attributes.get<fib_rule_uid_range>(FRA_UID_RANGE));
  rule.ip_protocol = attributes.get_or<std::uint8_t>(FRA_IP_PROTO, 0);
  rule.source_ports = to_range<PortRange>(attributes.get<fib_rule_port_range>(FRA_SPORT_RANGE));
  rule.destination_ports = to_range<PortRange>(attributes.get<fib_rule_port_range>(FRA_DPORT_RANGE));
  rule.origin = attributes.get_or<std::uint8_t>(FRA_PROTOCOL, 0);
  rule.action = to_action(header.action);
  rule.table = attributes.get_or<std::uint32_t>(FRA_TABLE, header.table);
  const auto suppressed = attributes.get_or<std::int32_t>(FRA_SUPPRESS_PREFIXLEN, -1);  // -1: it has none
  if (suppressed >= 0) rule.suppress_prefix_length = suppressed;
  rule.unsupported = beyond(rule, header, attributes);
  return {rule};
}

}  // namespace netlair::detail
