// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/qdisc.hpp>

#include "netlink/attributes.hpp"
#include "netlink/message.hpp"
#include "qdisc/qdisc.hpp"
#include "qdisc/qdisc_kind.hpp"

#include <cstddef>
#include <ostream>

#include <linux/gen_stats.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using detail::Message;

QdiscHandle to_handle(std::uint32_t number) {
  return {static_cast<std::uint16_t>(number >> 16U), static_cast<std::uint16_t>(number & 0xffffU)};
}

// The kernel keeps ingress and clsact at a fixed place of their own.
QdiscPlace place_of(const QdiscKind& kind, const QdiscPlace& place) {
  const bool own = std::holds_alternative<Ingress>(kind) || std::holds_alternative<Clsact>(kind);
  return own ? QdiscPlace{QdiscHandle::ingress(), QdiscHandle(0xffff, 0)} : place;
}

std::string in_words(const QdiscHandle& parent) {
  return parent == QdiscHandle::root() ? parent.str() : "parent " + parent.str();
}

std::string in_words(const QdiscStatistics& statistics) {
  return " sent " + std::to_string(statistics.sent_bytes) + " bytes " + std::to_string(statistics.sent_packets) +
         " pkt dropped " + std::to_string(statistics.dropped) + " backlog " + std::to_string(statistics.waiting_bytes) +
         "b " + std::to_string(statistics.waiting_packets) + "p";
}

Message message_for(const std::string& what, std::uint16_t type, std::uint16_t flags, const InterfaceName& link,
                    const QdiscHandle& parent, const std::optional<QdiscHandle>& handle) {
  tcmsg header{};
  header.tcm_family = AF_UNSPEC;
  header.tcm_parent = parent.number();
  if (handle) header.tcm_handle = handle->number();
  Message message(what + " of link '" + link.str() + "'", type, flags, header);
  message.index_in_header(link, offsetof(tcmsg, tcm_ifindex));
  return message;
}

Request set_qdisc(const std::string& verb, std::uint16_t flags, const InterfaceName& link, const QdiscKind& kind,
                  const QdiscPlace& asked) {
  const QdiscPlace place = place_of(kind, asked);
  const std::string name = kernel_name(kind);
  Message message = message_for(verb + " qdisc " + name + " at " + place.parent.str(), RTM_NEWQDISC, flags, link,
                                place.parent, place.handle);
  message.needs_module("sch_" + (name == "clsact" ? "ingress" : name));
  detail::put_qdisc(message, kind, (flags & NLM_F_REPLACE) != 0);
  return Request(std::move(message));
}

Request set_class(const std::string& verb, std::uint16_t flags, const InterfaceName& link, const QdiscHandle& parent,
                  const QdiscHandle& id, const HtbClass& htb) {
  Message message = message_for(verb + " class " + id.str(), RTM_NEWTCLASS, flags, link, parent, id);
  detail::put_htb_class(message, htb);
  return Request(std::move(message));
}

}  // namespace

std::string to_string(const Qdisc& qdisc) {
  return qdisc.kind + " " + qdisc.handle.str() + " dev " + qdisc.link + " " + in_words(qdisc.parent) +
         in_words(qdisc.statistics);
}

std::string to_string(const QdiscClass& qdisc_class) {
  return qdisc_class.kind + " " + qdisc_class.id.str() + " dev " + qdisc_class.link + " " +
         in_words(qdisc_class.parent) + in_words(qdisc_class.statistics);
}

std::ostream& operator<<(std::ostream& out, const Qdisc& qdisc) {
  return out << to_string(qdisc);
}
std::ostream& operator<<(std::ostream& out, const QdiscClass& qdisc_class) {
  return out << to_string(qdisc_class);
}

Request add_qdisc(const InterfaceName& link, const QdiscKind& kind, const QdiscPlace& place) {
  return set_qdisc("add", NLM_F_CREATE | NLM_F_EXCL, link, kind, place);
}

Request replace_qdisc(const InterfaceName& link, const QdiscKind& kind, const QdiscPlace& place) {
  return set_qdisc("replace", NLM_F_CREATE | NLM_F_REPLACE, link, kind, place);
}

Request remove_qdisc(const InterfaceName& link, const QdiscHandle& parent) {
  return Request(message_for("remove qdisc at " + parent.str(), RTM_DELQDISC, 0, link, parent, std::nullopt));
}

Request add_qdisc_class(const InterfaceName& link, const QdiscHandle& parent, const QdiscHandle& id,
                        const HtbClass& htb) {
  return set_class("add", NLM_F_CREATE | NLM_F_EXCL, link, parent, id, htb);
}

Request replace_qdisc_class(const InterfaceName& link, const QdiscHandle& parent, const QdiscHandle& id,
                            const HtbClass& htb) {
  return set_class("replace", NLM_F_CREATE, link, parent, id, htb);
}

Request remove_qdisc_class(const InterfaceName& link, const QdiscHandle& id) {
  return Request(message_for("remove class " + id.str(), RTM_DELTCLASS, 0, link, QdiscHandle(0, 0), id));
}

namespace detail {
namespace {

QdiscStatistics to_statistics(const Attributes& attributes) {
  const Attributes statistics = attributes.nested(TCA_STATS2);
  const auto basic = statistics.get_or<gnet_stats_basic>(TCA_STATS_BASIC, {});
  const auto counters = statistics.get_or<gnet_stats_queue>(TCA_STATS_QUEUE, {});
  return {.sent_bytes = basic.bytes,
          // Once the 32-bit counter has overflowed, the kernel adds a 64-bit one (Linux 5.5).
          .sent_packets = statistics.get_or<std::uint64_t>(TCA_STATS_PKT64, basic.packets),
          .dropped = counters.drops,
          .overlimits = counters.overlimits,
          .requeues = counters.requeues,
          .waiting_bytes = counters.backlog,
          .waiting_packets = counters.qlen};
}

}  // namespace

std::vector<Qdisc> parse_qdisc(const nlmsghdr& message, const NameOf& name_of) {
  const auto header = structure_at<tcmsg>(payload(message));
  const auto attributes = Attributes::behind<tcmsg>(message);
  return {{.link = name_of(header.tcm_ifindex).str(),
           .kind = attributes.text(TCA_KIND),
           .handle = to_handle(header.tcm_handle),
           .parent = to_handle(header.tcm_parent),
           .statistics = to_statistics(attributes)}};
}

std::vector<QdiscClass> parse_qdisc_class(const nlmsghdr& message, const NameOf& name_of) {
  const auto [link, kind, id, parent, statistics] = parse_qdisc(message, name_of).front();
  return {{.link = link, .kind = kind, .id = id, .parent = parent, .statistics = statistics}};
}

}  // namespace detail
}  // namespace netlair
