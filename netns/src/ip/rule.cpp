// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/rule.hpp>

#include "base/check.hpp"
#include "netlink/message.hpp"
#include "netlink/unsupported.hpp"

#include <ostream>

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using detail::Message;

int family_of(const Rule& rule) {
  if (rule.from) return rule.from->family();
  return rule.to ? rule.to->family() : rule.family;
}

template <class Range>
std::string in_words(const Range& range) {
  return std::to_string(range.first) + "-" + std::to_string(range.last);
}

void check(const char* field, const std::optional<PortRange>& ports) {
  if (ports && (ports->first == 0 || ports->last < ports->first))
    detail::refuse(field, in_words(*ports), "they must be 1 to 65535, and the last must not be before the first");
}

void check(const Rule& rule) {
  if (!rule.unsupported.empty()) detail::refuse_unsupported("rule", to_string(rule), rule.unsupported, "ip-rule(8)");
  if (rule.from && rule.to && rule.from->family() != rule.to->family())
    detail::refuse("rule from and to", rule.from->str() + " and " + rule.to->str(), "both must be IPv4, or both IPv6");
  if (rule.family != AF_INET && rule.family != AF_INET6)
    detail::refuse("rule family", std::to_string(rule.family), "it is AF_INET or AF_INET6");
  if (rule.action == Rule::Action::kLookup && rule.table == 0)
    detail::refuse("rule table", "0", "a lookup needs a table, 1 or more");
  if (rule.suppress_prefix_length && (*rule.suppress_prefix_length < 0 || *rule.suppress_prefix_length > 128))
    detail::refuse("rule suppress_prefix_length", std::to_string(*rule.suppress_prefix_length), "it must be 0 to 128");
  check("rule source_ports", rule.source_ports);
  check("rule destination_ports", rule.destination_ports);
  if (rule.users && rule.users->last < rule.users->first)
    detail::refuse("rule users", in_words(*rule.users), "the last must not be before the first");
}

unsigned char kernel_action(Rule::Action action) {
  switch (action) {
    case Rule::Action::kLookup: return FR_ACT_TO_TBL;
    case Rule::Action::kBlackhole: return FR_ACT_BLACKHOLE;
    case Rule::Action::kUnreachable: return FR_ACT_UNREACHABLE;
    case Rule::Action::kProhibit: return FR_ACT_PROHIBIT;
    case Rule::Action::kOther: break;
  }
  detail::refuse("rule action", "other", "it stands for actions that netlair cannot set");
}

void put_prefix(Message& message, std::uint16_t type, const std::optional<IpPrefix>& prefix) {
  if (prefix) message.put_address(type, prefix->address());
}

void put_ports(Message& message, std::uint16_t type, const std::optional<PortRange>& ports) {
  if (ports) message.put(type, fib_rule_port_range{ports->first, ports->last});
}

unsigned char length_of(const std::optional<IpPrefix>& prefix) {
  return static_cast<unsigned char>(prefix ? prefix->length() : 0);
}

Message message_for(const std::string& verb, std::uint16_t type, std::uint16_t flags, const Rule& rule) {
  check(rule);
  fib_rule_hdr header{};
  header.family = static_cast<unsigned char>(family_of(rule));
  header.src_len = length_of(rule.from);
  header.dst_len = length_of(rule.to);
  header.tos = rule.tos;
  header.action = kernel_action(rule.action);
  if (rule.invert) header.flags = FIB_RULE_INVERT;
  const bool lookup = rule.action == Rule::Action::kLookup;
  if (lookup) header.table = static_cast<unsigned char>(rule.table < 256 ? rule.table : RT_TABLE_UNSPEC);
  Message message(verb + " rule " + to_string(rule), type, flags, header);
  if (rule.priority) message.put(FRA_PRIORITY, *rule.priority);
  put_prefix(message, FRA_SRC, rule.from);
  put_prefix(message, FRA_DST, rule.to);
  if (rule.in) message.put_text(FRA_IIFNAME, rule.in->view());
  if (rule.out) message.put_text(FRA_OIFNAME, rule.out->view());
  if (rule.mark) message.put(FRA_FWMARK, *rule.mark);
  if (rule.mark) message.put(FRA_FWMASK, rule.mark_mask);
  if (rule.users) message.put(FRA_UID_RANGE, fib_rule_uid_range{rule.users->first, rule.users->last});
  if (rule.ip_protocol != 0) message.put(FRA_IP_PROTO, rule.ip_protocol);
  put_ports(message, FRA_SPORT_RANGE, rule.source_ports);
  put_ports(message, FRA_DPORT_RANGE, rule.destination_ports);
  if (lookup) message.put(FRA_TABLE, rule.table);
  if (rule.origin != 0) message.put(FRA_PROTOCOL, rule.origin);
  if (rule.suppress_prefix_length)
    message.put(FRA_SUPPRESS_PREFIXLEN, static_cast<std::uint32_t>(*rule.suppress_prefix_length));
  return message;
}

std::string in_words(Rule::Action action) {
  switch (action) {
    case Rule::Action::kLookup: return "lookup";
    case Rule::Action::kBlackhole: return "blackhole";
    case Rule::Action::kUnreachable: return "unreachable";
    case Rule::Action::kProhibit: return "prohibit";
    case Rule::Action::kOther: break;
  }
  return "other";
}

}  // namespace

std::string to_string(const Rule& rule) {
  std::string text = rule.priority ? std::to_string(*rule.priority) + ": " : "";
  if (rule.invert) text += "not ";
  const bool is_of_v6 = rule.family == AF_INET6 && !rule.to;  // nothing else in the text shows the family
  text += "from " + (rule.from ? rule.from->str() : is_of_v6 ? "::/0" : "all");
  if (rule.to) text += " to " + rule.to->str();
  if (rule.tos != 0) text += " tos " + std::to_string(rule.tos);
  if (rule.mark) text += " fwmark " + std::to_string(*rule.mark);
  if (rule.mark && rule.mark_mask != UINT32_MAX) text += "/" + std::to_string(rule.mark_mask);
  if (rule.in) text += " iif " + rule.in->str();
  if (rule.out) text += " oif " + rule.out->str();
  if (rule.users) text += " uidrange " + in_words(*rule.users);
  if (rule.ip_protocol != 0) text += " ipproto " + std::to_string(rule.ip_protocol);
  if (rule.source_ports) text += " sport " + in_words(*rule.source_ports);
  if (rule.destination_ports) text += " dport " + in_words(*rule.destination_ports);
  text += " " + in_words(rule.action);
  if (rule.action == Rule::Action::kLookup) text += " " + std::to_string(rule.table);
  if (rule.suppress_prefix_length) text += " suppress_prefixlength " + std::to_string(*rule.suppress_prefix_length);
  return rule.unsupported.empty() ? text : text + " [" + rule.unsupported + "]";
}

std::ostream& operator<<(std::ostream& out, const Rule& rule) {
  return out << to_string(rule);
}

Request add_rule(const Rule& rule) {
  return Request(message_for("add", RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule));
}

Request remove_rule(const Rule& rule) {
  return Request(message_for("remove", RTM_DELRULE, 0, rule));
}

}  // namespace netlair
