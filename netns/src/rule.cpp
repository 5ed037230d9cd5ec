// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/rule.hpp>

#include "attributes.hpp"
#include "check.hpp"
#include "message.hpp"
#include "replies.hpp"

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

void check(const Rule& rule) {
  if (rule.from && rule.to && rule.from->family() != rule.to->family())
    detail::refuse("rule from and to", rule.from->str() + " and " + rule.to->str(), "both are IPv4, or both IPv6");
  if (rule.family != AF_INET && rule.family != AF_INET6)
    detail::refuse("rule family", std::to_string(rule.family), "it is AF_INET or AF_INET6");
  if (rule.action == Rule::Action::kLookup && rule.table == 0)
    detail::refuse("rule table", "0", "a lookup is in a table from 1");
}

unsigned char kernel_action(Rule::Action action) {
  switch (action) {
    case Rule::Action::kLookup: return FR_ACT_TO_TBL;
    case Rule::Action::kBlackhole: return FR_ACT_BLACKHOLE;
    case Rule::Action::kUnreachable: return FR_ACT_UNREACHABLE;
    case Rule::Action::kProhibit: return FR_ACT_PROHIBIT;
    case Rule::Action::kOther: break;
  }
  detail::refuse("rule action", "other", "it stands for actions of the kernel's that netlair does not set");
}

Rule::Action to_action(unsigned char action) {
  switch (action) {
    case FR_ACT_TO_TBL: return Rule::Action::kLookup;
    case FR_ACT_BLACKHOLE: return Rule::Action::kBlackhole;
    case FR_ACT_UNREACHABLE: return Rule::Action::kUnreachable;
    case FR_ACT_PROHIBIT: return Rule::Action::kProhibit;
    default: return Rule::Action::kOther;
  }
}

void put_prefix(Message& message, std::uint16_t type, const std::optional<IpPrefix>& prefix) {
  if (prefix) message.put_address(type, prefix->address());
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
  header.action = kernel_action(rule.action);
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
  if (lookup) message.put(FRA_TABLE, rule.table);
  return message;
}

std::string told(Rule::Action action) {
  switch (action) {
    case Rule::Action::kLookup: return "lookup";
    case Rule::Action::kBlackhole: return "blackhole";
    case Rule::Action::kUnreachable: return "unreachable";
    case Rule::Action::kProhibit: return "prohibit";
    case Rule::Action::kOther: break;
  }
  return "other";
}

// Empty when the bytes make no sense.
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

}  // namespace

std::string to_string(const Rule& rule) {
  std::string text = rule.priority ? std::to_string(*rule.priority) + ": " : "";
  text += "from " + (rule.from ? rule.from->str() : "all");
  if (rule.to) text += " to " + rule.to->str();
  if (rule.mark) text += " fwmark " + std::to_string(*rule.mark);
  if (rule.mark && rule.mark_mask != UINT32_MAX) text += "/" + std::to_string(rule.mark_mask);
  if (rule.in) text += " iif " + rule.in->str();
  if (rule.out) text += " oif " + rule.out->str();
  text += " " + told(rule.action);
  return rule.action == Rule::Action::kLookup ? text + " " + std::to_string(rule.table) : text;
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

namespace detail {

std::vector<Rule> parse_rule(const nlmsghdr& message) {
  const auto header = structure_at<fib_rule_hdr>(payload(message));
  const auto attributes = Attributes::behind<fib_rule_hdr>(message);
  if (header.family != AF_INET && header.family != AF_INET6) return {};
  Rule rule;
  rule.family = header.family;
  rule.priority = attributes.get_or<std::uint32_t>(FRA_PRIORITY, 0);  // the kernel leaves out that of the first rule
  rule.from = to_prefix(attributes.address(FRA_SRC), header.src_len);
  rule.to = to_prefix(attributes.address(FRA_DST), header.dst_len);
  rule.in = to_name(attributes.text(FRA_IIFNAME));
  rule.out = to_name(attributes.text(FRA_OIFNAME));
  rule.mark = attributes.get<std::uint32_t>(FRA_FWMARK);
  if (!rule.mark && attributes.find(FRA_FWMASK)) rule.mark = 0;  // which the kernel leaves out
  rule.mark_mask = attributes.get_or<std::uint32_t>(FRA_FWMASK, UINT32_MAX);
  rule.action = to_action(header.action);
  rule.table = attributes.get_or<std::uint32_t>(FRA_TABLE, header.table);
  return {rule};
}

}  // namespace detail
}  // namespace netlair
