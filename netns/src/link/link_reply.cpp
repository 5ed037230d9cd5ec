// SPDX-License-Identifier: Apache-2.0
#include "link/link_reply.hpp"

#include "netlink/attributes.hpp"

#include <algorithm>
#include <ostream>

#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

namespace netlair {

// In the format of ip-link(8) and bridge(8).
std::string to_string(const Link& link) {
  std::string text = std::to_string(link.index) + ": " + link.name + ":";
  if (!link.kind.empty()) text += " " + link.kind;
  text += link.up ? " up" : " down";
  if (link.up && !link.carrier) text += " no-carrier";
  text += " mtu " + std::to_string(link.mtu);
  if (link.mac) text += " address " + link.mac->str();
  for (const std::string& each : link.alternative_names) text += " altname " + each;
  return link.master != 0 ? text + " master " + std::to_string(link.master) : text;
}

std::string to_string(const BridgeVlan& vlan) {
  return vlan.link + " vlan " + std::to_string(vlan.id) + (vlan.pvid ? " pvid" : "") +
         (vlan.untagged ? " untagged" : "");
}

std::ostream& operator<<(std::ostream& out, const Link& link) {
  return out << to_string(link);
}
std::ostream& operator<<(std::ostream& out, const BridgeVlan& vlan) {
  return out << to_string(vlan);
}

}  // namespace netlair

namespace netlair::detail {
namespace {

constexpr unsigned kVlans = 4096;
constexpr unsigned kLowerUp = 1U << 16;  // IFF_LOWER_UP: <net/if.h> lacks it, and conflicts with <linux/if.h>

// IF_OPER_UNKNOWN and IF_OPER_UP of <linux/if.h>. A veth is "unknown" only until the kernel has processed its change,
// and until then it drops packets. Other links, such as the loopback, stay "unknown".
constexpr std::uint8_t kUnknown = 0;
constexpr std::uint8_t kUp = 6;

bool has_settled(const Link& link, std::uint8_t state) {
  return state == kUp || (state == kUnknown && link.kind != "veth");
}

LinkStatistics to_statistics(const rtnl_link_stats64& raw) {
  return {.received_packets = raw.rx_packets,
          .received_bytes = raw.rx_bytes,
          .received_errors = raw.rx_errors,
          .received_dropped = raw.rx_dropped,
          .sent_packets = raw.tx_packets,
          .sent_bytes = raw.tx_bytes,
          .sent_errors = raw.tx_errors,
          .sent_dropped = raw.tx_dropped};
}

}  // namespace

std::vector<Link> parse_link(const nlmsghdr& message) {
  const auto header = structure_at<ifinfomsg>(payload(message));
  const auto attributes = Attributes::behind<ifinfomsg>(message);
  Link link;
  link.index = header.ifi_index;
  link.name = attributes.text(IFLA_IFNAME);
  link.kind = attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND);
  link.up = (header.ifi_flags & IFF_UP) != 0;
  link.carrier = (header.ifi_flags & kLowerUp) != 0;
  link.running =
      link.up && link.carrier && has_settled(link, attributes.get_or<std::uint8_t>(IFLA_OPERSTATE, kUnknown));
  link.mtu = attributes.get_or<std::uint32_t>(IFLA_MTU, 0);
  if (const auto mac = attributes.find(IFLA_ADDRESS); mac && mac->size() == MacAddress::Bytes().size())
    link.mac = MacAddress(structure_at<MacAddress::Bytes>(*mac));
  link.master = attributes.get_or<int>(IFLA_MASTER, 0);
  link.lower = attributes.get_or<int>(IFLA_LINK, 0);
  link.lower_ns = attributes.get<int>(IFLA_LINK_NETNSID);
  attributes.nested(IFLA_PROP_LIST).for_each([&](int type, Bytes value) {
    if (type == IFLA_ALT_IFNAME) link.alternative_names.push_back(text_of(value));
  });
  // Older kernels send a shorter structure; the missing counters are 0.
  link.statistics = to_statistics(structure_at<rtnl_link_stats64>(attributes.find(IFLA_STATS64).value_or(Bytes())));
  return {link};
}

std::vector<BridgeVlan> parse_bridge_vlans(const nlmsghdr& message, const NameOf& name_of) {
  const std::string link = name_of(structure_at<ifinfomsg>(payload(message)).ifi_index).str();
  std::vector<BridgeVlan> vlans;
  unsigned first = 0;  // the start of a range: the kernel sends only its two ends
  Attributes::behind<ifinfomsg>(message).nested(IFLA_AF_SPEC).for_each([&](int type, Bytes value) {
    if (type != IFLA_BRIDGE_VLAN_INFO) return;
    const auto info = structure_at<bridge_vlan_info>(value);
    if ((info.flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) != 0) return static_cast<void>(first = info.vid);
    if ((info.flags & BRIDGE_VLAN_INFO_RANGE_END) == 0) first = info.vid;
    for (unsigned id = first; id <= info.vid && id < kVlans; ++id)
      vlans.push_back({.link = link,
                       .id = static_cast<std::uint16_t>(id),
                       .pvid = (info.flags & BRIDGE_VLAN_INFO_PVID) != 0,
                       .untagged = (info.flags & BRIDGE_VLAN_INFO_UNTAGGED) != 0});
  });
  return vlans;
}

}  // namespace netlair::detail
