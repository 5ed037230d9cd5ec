// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/neighbour.hpp>

#include "ip/neighbour.hpp"
#include "netlink/attributes.hpp"
#include "netlink/message.hpp"

#include <array>
#include <cstddef>
#include <ostream>
#include <utility>

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using detail::Message;

Message message_for(const std::string& what, std::uint16_t type, std::uint16_t flags, const InterfaceName& link,
                    const IpAddress& address, bool proxy) {
  ndmsg header{};
  header.ndm_family = static_cast<unsigned char>(address.family());
  header.ndm_state = NUD_PERMANENT;
  if (proxy) header.ndm_flags = NTF_PROXY;
  Message message(what + " " + address.str() + " of link '" + link.str() + "'", type, flags, header);
  message.index_in_header(link, offsetof(ndmsg, ndm_ifindex));
  message.put_address(NDA_DST, address);
  return message;
}

Request with_mac(Message message, const MacAddress& mac) {
  message.put(NDA_LLADDR, mac.bytes());
  return Request(std::move(message));
}

std::string to_state(std::uint16_t state) {
  constexpr std::array<std::pair<int, const char*>, 8> kStates = {{{NUD_PERMANENT, "permanent"},
                                                                   {NUD_NOARP, "noarp"},
                                                                   {NUD_REACHABLE, "reachable"},
                                                                   {NUD_STALE, "stale"},
                                                                   {NUD_DELAY, "delay"},
                                                                   {NUD_PROBE, "probe"},
                                                                   {NUD_INCOMPLETE, "incomplete"},
                                                                   {NUD_FAILED, "failed"}}};
  for (const auto& [bit, name] : kStates)
    if ((state & bit) != 0) return name;
  return {};
}

}  // namespace

std::string to_string(const Neighbour& neighbour) {
  std::string text = neighbour.address.str() + " dev " + neighbour.link;
  if (neighbour.mac) text += " lladdr " + neighbour.mac->str();
  return text + " " + (neighbour.proxy ? "proxy" : neighbour.state);
}

std::ostream& operator<<(std::ostream& out, const Neighbour& neighbour) {
  return out << to_string(neighbour);
}

Request add_neighbour(const InterfaceName& link, const IpAddress& address, const MacAddress& mac) {
  return with_mac(message_for("add neighbour", RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, link, address, false), mac);
}

Request replace_neighbour(const InterfaceName& link, const IpAddress& address, const MacAddress& mac) {
  return with_mac(message_for("replace neighbour", RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, link, address, false),
                  mac);
}

Request remove_neighbour(const InterfaceName& link, const IpAddress& address) {
  return Request(message_for("remove neighbour", RTM_DELNEIGH, 0, link, address, false));
}

Request add_neighbour_proxy(const InterfaceName& link, const IpAddress& address) {
  return Request(message_for("add neighbour proxy", RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL, link, address, true));
}

Request remove_neighbour_proxy(const InterfaceName& link, const IpAddress& address) {
  return Request(message_for("remove neighbour proxy", RTM_DELNEIGH, 0, link, address, true));
}

namespace detail {

std::vector<Neighbour> parse_neighbour(const nlmsghdr& message, const NameOf& name_of) {
  const auto header = structure_at<ndmsg>(payload(message));
  const auto attributes = Attributes::behind<ndmsg>(message);
  const auto address = attributes.address(NDA_DST);
  if (!address || (header.ndm_family != AF_INET && header.ndm_family != AF_INET6)) return {};
  if (header.ndm_state == NUD_NOARP) return {};  // multicast and the like, which ip-neighbour(8) does not show either
  Neighbour neighbour{.link = name_of(header.ndm_ifindex).str(),
                      .address = *address,
                      .mac = std::nullopt,
                      .permanent = (header.ndm_state & NUD_PERMANENT) != 0,
                      .proxy = (header.ndm_flags & NTF_PROXY) != 0,
                      .state = {}};
  if (!neighbour.proxy) neighbour.state = to_state(header.ndm_state);
  if (const auto mac = attributes.find(NDA_LLADDR); mac && mac->size() == MacAddress::Bytes().size())
    neighbour.mac = MacAddress(structure_at<MacAddress::Bytes>(*mac));
  return {neighbour};
}

}  // namespace detail
}  // namespace netlair
