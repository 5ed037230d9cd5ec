// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/netns.hpp>
#include <netlair/network/link.hpp>

#include "base/check.hpp"
#include "link/link_kind.hpp"
#include "netlink/message.hpp"

#include <cstddef>

#include <linux/if_bridge.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

namespace netlair {
namespace {

using detail::Message;

constexpr std::uint16_t kNew = NLM_F_CREATE | NLM_F_EXCL;

ifinfomsg header_with(const std::optional<bool>& up) {
  ifinfomsg header{};
  if (up) header.ifi_change = IFF_UP;
  if (up && *up) header.ifi_flags = IFF_UP;
  return header;
}

std::string quoted(const InterfaceName& name) {
  return "'" + name.str() + "'";
}

void put_settings(Message& message, const LinkSettings& settings) {
  if (settings.mac) message.put(IFLA_ADDRESS, settings.mac->bytes());
  if (settings.mtu) message.put(IFLA_MTU, std::uint32_t{*settings.mtu});
  if (settings.master && settings.no_master)
    detail::refuse("link settings", "master " + settings.master->str() + " and no_master", "set one or the other");
  if (settings.master) message.put_index(IFLA_MASTER, *settings.master);
  if (settings.no_master) message.put(IFLA_MASTER, std::uint32_t{0});
}

// "set link 'eth0' up mtu 1400", for errors.
std::string in_words(const InterfaceName& name, const LinkSettings& settings) {
  std::string text = "set link " + quoted(name);
  if (settings.up) text += *settings.up ? " up" : " down";
  if (settings.mtu) text += " mtu " + std::to_string(*settings.mtu);
  if (settings.mac) text += " address " + settings.mac->str();
  if (settings.master) text += " master " + quoted(*settings.master);
  if (settings.no_master) text += " nomaster";
  return text;
}

Message of_kind(const std::string& verb, std::uint16_t flags, const InterfaceName& name, const LinkKind& kind,
                const LinkSettings& settings) {
  const std::string text = kernel_name(kind);
  const auto* veth = std::get_if<Veth>(&kind);
  const std::string other = veth != nullptr && veth->peer ? " with its other end " + quoted(*veth->peer) : "";
  Message message(verb + " " + text + " " + quoted(name) + other, RTM_NEWLINK, flags, header_with(settings.up));
  message.needs_module(detail::module_of(text));
  message.put_text(IFLA_IFNAME, name.view());
  put_settings(message, settings);
  detail::put_kind(message, kind);
  return message;
}

Message move_message(const InterfaceName& name, const NetNs& to, const std::string& as) {
  Message message("move link " + quoted(name) + " to " + to_string(to) + as, RTM_NEWLINK, 0, ifinfomsg{});
  message.index_in_header(name, offsetof(ifinfomsg, ifi_index));
  message.put_namespace(IFLA_NET_NS_FD, to);
  message.affects_name(name);
  message.affects_other_names();
  return message;
}

Message bridge_vlan(const std::string& verb, std::uint16_t type, const InterfaceName& link, std::uint16_t id,
                    const BridgeVlanOptions& options) {
  if (id < 1 || id > 4094) detail::refuse("bridge vlan id", std::to_string(id), "it must be 1 to 4094");
  ifinfomsg header{};
  header.ifi_family = AF_BRIDGE;
  Message message(verb + " bridge vlan " + std::to_string(id) + " of link " + quoted(link), type, 0, header);
  message.index_in_header(link, offsetof(ifinfomsg, ifi_index));
  bridge_vlan_info info{0, id};
  if (options.pvid) info.flags |= BRIDGE_VLAN_INFO_PVID;
  if (options.untagged) info.flags |= BRIDGE_VLAN_INFO_UNTAGGED;
  const detail::ScopedNest spec(message, IFLA_AF_SPEC);
  if (options.on_bridge) message.put(IFLA_BRIDGE_FLAGS, std::uint16_t{BRIDGE_FLAGS_SELF});
  message.put(IFLA_BRIDGE_VLAN_INFO, info);
  return message;
}

}  // namespace

Request add_link(const InterfaceName& name, const LinkKind& kind, const LinkSettings& settings) {
  Message message = of_kind("add", kNew, name, kind, settings);
  message.affects_name(name);
  return Request(std::move(message));
}

Request change_bridge(const InterfaceName& name, const Bridge& bridge) {
  return Request(of_kind("change", 0, name, bridge, {}));
}

Request set_link(const InterfaceName& name, const LinkSettings& settings) {
  Message message(in_words(name, settings), RTM_NEWLINK, 0, header_with(settings.up));
  message.put_text(IFLA_IFNAME, name.view());
  put_settings(message, settings);
  return Request(std::move(message));
}

Request set_up(const InterfaceName& name) {
  return set_link(name, {.up = true});
}

Request set_down(const InterfaceName& name) {
  return set_link(name, {.up = false});
}

Request rename_link(const InterfaceName& from, const InterfaceName& to) {
  Message message("rename link " + quoted(from) + " to " + quoted(to), RTM_NEWLINK, 0, ifinfomsg{});
  message.index_in_header(from, offsetof(ifinfomsg, ifi_index));
  message.put_text(IFLA_IFNAME, to.view());
  message.affects_name(from);
  message.affects_name(to);
  return Request(std::move(message));
}

Request move_link(const InterfaceName& name, const NetNs& to) {
  return Request(move_message(name, to, ""));
}

Request move_link(const InterfaceName& name, const NetNs& to, const InterfaceName& new_name) {
  Message message = move_message(name, to, " as " + quoted(new_name));
  message.put_text(IFLA_IFNAME, new_name.view());
  return Request(std::move(message));
}

Request remove_link(const InterfaceName& name) {
  Message message("remove link " + quoted(name), RTM_DELLINK, 0, ifinfomsg{});
  message.put_text(IFLA_IFNAME, name.view());
  message.affects_name(name);
  message.affects_other_names();
  return Request(std::move(message));
}

Request add_bridge_vlan(const InterfaceName& link, std::uint16_t id, const BridgeVlanOptions& options) {
  return Request(bridge_vlan("add", RTM_SETLINK, link, id, options));
}

Request remove_bridge_vlan(const InterfaceName& link, std::uint16_t id, const BridgeVlanOptions& options) {
  return Request(bridge_vlan("remove", RTM_DELLINK, link, id, options));
}

}  // namespace netlair
